package dev.minidocker.labs.cgroups;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNS;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.CgroupTree;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.HostLook;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.cgroups.model.CgroupPath;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.proc.CgroupMembership;
import dev.minidocker.linux.proc.MountInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Experiments with groups that are made for them. They are gone when the experiment ends. */
final class GroupExperiments {
  /** A directory that there is everywhere, which becomes the container's root. */
  private static final String ROOT = "/tmp";

  private static final int ONE_READ_OF_A_LIST = 3000;

  private final CgroupMechanism mechanism;

  GroupExperiments(CgroupMechanism mechanism) {
    this.mechanism = mechanism;
  }

  List<Experiment> all() {
    return List.of(moved(), mounted());
  }

  /** A namespace is a view, not a wall. */
  Experiment moved() {
    TrialGroup group = TrialGroup.madeUp(someTree());
    Look self = Look.file("/proc/self/cgroup").showing(group.tree()::pathIn);
    HostLook fromTheHost = host -> group.tree().pathIn(host.file("cgroup"));
    CgroupPath root = group.path("/box");
    return needingGroups("cgroups/moved", "the root stays where it was made, and keeps nobody")
        .then(
            Scene.narrated("It goes to a group " + group.name() + "/box, and makes the namespace.")
                .doing(
                    Action.inside(
                        group
                            .make("", "/box", "/next")
                            .then(mechanism.enter(config(group.directory("/box"))))))
                .observing("its group", fromTheHost, self)
                .expecting("inside, the root", (host, container) -> container.equals("/"))
                .expecting("for the host, " + root, (host, container) -> host.equals("" + root)))
        .then(
            Scene.narrated("It moves to the group above, where the view does not reach.")
                .doing(Action.inside(group.move("")))
                .observing("its group", fromTheHost, self)
                .expecting("/..", (host, container) -> container.equals("/..")))
        .then(
            Scene.narrated("And to the group beside.")
                .doing(Action.inside(group.move("/next")))
                .observing("its group", fromTheHost, self)
                .expecting("/../next", (host, container) -> container.equals("/../next")))
        .then(
            Scene.narrated("It goes home. The groups are removed, the root among them.")
                .doing(Action.inside(group.leave("/next", "/box", "")))
                .observing("its group", fromTheHost, self)
                .expecting(
                    "still shown from the root that is no more",
                    (host, container) -> container.equals(CgroupPath.parse(host).seenFrom(root))));
  }

  /** Where a mount begins. */
  Experiment mounted() {
    TrialGroup group = TrialGroup.madeUp(someTree());
    CgroupLayout layout = CgroupLayout.ofThisMachine();
    String view = ROOT + "/cgroup";
    CgroupConfig config = new CgroupConfig(List.of(group.directory("/box")), layout, view);
    Look above = Look.attempt(Descriptors.openToRead(shown(group, layout) + "/" + group.name()));
    return needingGroups("cgroups/mounted", "what is mounted from inside begins at the root")
        .in(CgroupMechanism.NAMESPACE, CLONE_NEWNS)
        .then(
            Scene.narrated("In its group, the container mounts every hierarchy, and changes root.")
                .doing(
                    Action.inside(
                        group
                            .make("", "/box")
                            .then(root())
                            .then(mechanism.enter(config))
                            .then(mechanism.mounts(config))
                            .then(Nodes.changeRoot(ROOT))))
                .observing(
                    "roots of the mounts, in mountinfo",
                    host -> roots(host.file("mountinfo")),
                    Look.file("/proc/self/mountinfo").showing(GroupExperiments::roots))
                .expecting("inside, all are /", (host, container) -> container.equals("[/]"))
                .expecting(
                    "for the host, one is " + group.path("/box"),
                    (host, container) -> host.contains(group.path("/box").toString())))
        .then(
            Scene.narrated("The group above the root?")
                .observing(
                    group.name(),
                    host -> Files.exists(Path.of(group.directory(""))) ? "there" : "not there",
                    above)
                .expecting("for the host, it is there", (host, container) -> host.equals("there"))
                .expecting("no path leads to it", (host, container) -> container.startsWith("ENO")))
        .then(
            Scene.narrated("The container leaves its group, which is removed.")
                .doing(Action.inside(group.leave("/box", "")))
                .observing(
                    group.name(),
                    host -> Files.exists(Path.of(group.directory(""))) ? "there" : "not there",
                    Look.NOWHERE)
                .expecting("it is gone", (host, container) -> host.equals("not there")));
  }

  /** A file tree with nothing in it but proc, so that mountinfo is short. */
  private static Program root() {
    return Program.of(
        Mounts.propagationBelow("/", MountFlag.MS_PRIVATE),
        Mounts.mount("root", ROOT, "tmpfs", null),
        Nodes.directory(ROOT + "/proc", 0555),
        Nodes.directory(ROOT + "/cgroup", 0555),
        Mounts.bindRecursively("/proc", ROOT + "/proc"));
  }

  /** Where the group's hierarchy is seen after the change of root. */
  private static String shown(TrialGroup group, CgroupLayout layout) {
    return layout.version() == CgroupLayout.Version.V2
        ? "/cgroup"
        : layout.hierarchies().stream()
            .filter(one -> one.membership().equals(group.tree().membership()))
            .map(one -> "/cgroup/" + one.directory())
            .findFirst()
            .orElse("/cgroup");
  }

  private static CgroupConfig config(String group) {
    return new CgroupConfig(List.of(group), CgroupLayout.ofThisMachine(), "/sys/fs/cgroup");
  }

  /** The roots of all cgroup mounts; of a list that is read in pieces, the last line may be cut. */
  private static String roots(String mountinfo) {
    List<String> lines = mountinfo.lines().filter(line -> line.contains(" - cgroup")).toList();
    int whole = mountinfo.length() < ONE_READ_OF_A_LIST ? lines.size() : lines.size() - 1;
    return lines.stream()
        .limit(Math.max(0, whole))
        .map(line -> MountInfo.parse(line).root())
        .distinct()
        .sorted()
        .collect(Collectors.toList())
        .toString();
  }

  private static Experiment needingGroups(String name, String objective) {
    return CgroupExperiments.named(name, objective)
        .needing(Need.NAMESPACES, Need.CGROUP_NAMESPACES, Need.CGROUP_TREE);
  }

  /** One of those that there are; where there is none, the experiment will be skipped. */
  private static CgroupTree someTree() {
    List<CgroupTree> trees = CgroupTree.writable();
    return trees.isEmpty()
        ? new CgroupTree(CgroupMembership.parse("0::/"), Path.of("/sys/fs/cgroup"))
        : trees.get(ThreadLocalRandom.current().nextInt(trees.size()));
  }
}
