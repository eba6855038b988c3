package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.cgroups.CgroupConfig;
import dev.minidocker.labs.cgroups.CgroupLayout;
import dev.minidocker.labs.cgroups.CgroupNamespace;
import dev.minidocker.labs.cgroups.limits.GroupRoots.Root;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** With what experiments with groups begin and end. */
record GroupScenes(LimitMechanism mechanism) {
  private static final String PARENT = "mini-docker";

  /** An experiment of root's with groups, on a machine that allows this too. */
  static Experiment needing(String name, String objective, Need... more) {
    List<Need> needs =
        new ArrayList<>(List.of(Need.ROOT, Need.CGROUP_NAMESPACES, Need.CGROUP_TREE));
    needs.addAll(Arrays.asList(more));
    return Experiment.named(name, objective).needing(needs.toArray(new Need[0]));
  }

  /** A group of a made-up name. Where there can be none, the experiment will be skipped. */
  static Group group(Limit limit) {
    try {
      return Group.of(GroupRoots.ofThisMachine(), PARENT, madeUp(), List.of(limit));
    } catch (UnsupportedLimitException e) {
      return group(nowhere(), List.of(limit));
    }
  }

  /** A group in another. Where there can be none, the experiment will be skipped. */
  static Group within(Group outer, Limit limit) {
    String parent = outer.parent() + "/" + outer.name();
    try {
      return Group.of(GroupRoots.ofThisMachine(), parent, madeUp(), List.of(limit));
    } catch (UnsupportedLimitException e) {
      return new Group(parent, madeUp(), List.of(new Group.Seat(nowhere(), List.of(limit))));
    }
  }

  /** One of version 2, which has no limit. */
  static Group unlimited() {
    return group(
        GroupRoots.ofThisMachine().roots().stream()
            .filter(root -> root.version() == CgroupVersion.V2)
            .findFirst()
            .orElse(nowhere()),
        List.of());
  }

  private static Group group(Root root, List<Limit> limits) {
    return new Group(PARENT, madeUp(), List.of(new Group.Seat(root, limits)));
  }

  private static Root nowhere() {
    return new Root(CgroupVersion.V2, Path.of("/sys/fs/cgroup"), Set.of("memory"), false, Map.of());
  }

  private static String madeUp() {
    return "md-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 30));
  }

  /** The container makes the group and goes there. */
  Scene entered(Group group, String narration) {
    return Scene.narrated(narration).doing(Action.inside(made(group).then(enter(group))));
  }

  /** The host makes the group, for who will go there. */
  Scene made(Group group, String narration) {
    return Scene.narrated(narration)
        .doing(Action.beside(host -> made(group).then(Tasks.exit(0))))
        .observing("group " + group.name(), host -> isThere(group), Look.NOWHERE)
        .expecting("it is there", (host, container) -> host.equals("there"));
  }

  private Program made(Group group) {
    return mechanism.make(group).then(mechanism.guard(group));
  }

  /** The steps by which a process of the container goes to the group, of either version. */
  static Program enter(Group group) {
    List<String> directories = group.directories().stream().map(Path::toString).toList();
    return new CgroupNamespace()
        .enter(new CgroupConfig(directories, new CgroupLayout(List.of()), ""));
  }

  /** The end. */
  static Scene removed(Group... groups) {
    List<Group> all = List.of(groups);
    String names = String.join(" ", all.stream().map(Group::name).toList());
    return Scene.narrated("The container ends, and what was made for it is removed.")
        .doing(
            Action.onHost(
                "kill -9 PID; rmdir " + names,
                host -> {
                  host.kill();
                  all.stream()
                      .flatMap(group -> group.directories().stream())
                      .forEach(GroupRemoval::remove);
                }))
        .observing(
            "groups",
            host -> String.join(" ", all.stream().map(GroupScenes::isThere).distinct().toList()),
            Look.NOWHERE)
        .expecting("nothing is left", (host, container) -> host.equals("not there"));
  }

  static String isThere(Group group) {
    return isThere(group.directories().get(0));
  }

  static String isThere(Path path) {
    return Files.exists(path) ? "there" : "not there";
  }
}
