package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Credentials;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** What there is to see of groups that belong to a user. Every call makes up a new one. */
public final class DelegationExperiments {
  private static final String LIMIT = "cgroup.max.descendants";
  private static final int FIRST_USER = 20_000;
  private static final int USERS = 40_000;

  private final GroupScenes scenes;
  private final DelegationMechanism delegation;

  /**
   * @param groups makes groups
   * @param delegation hands them over; a learner's own, perhaps
   */
  public DelegationExperiments(LimitMechanism groups, DelegationMechanism delegation) {
    this.scenes = new GroupScenes(groups);
    this.delegation = delegation;
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    return List.of(delegation());
  }

  /** A part of the tree is a user's own, and a wall around it is not. */
  Experiment delegation() {
    Group group = GroupScenes.unlimited();
    Path home = group.directories().get(0);
    int user = FIRST_USER + ThreadLocalRandom.current().nextInt(USERS);
    return GroupScenes.needing(
            "cgroups/delegation",
            "who was given a group rules below it, and not above",
            Need.CGROUP_2)
        .then(scenes.made(group, "The host makes a group."))
        .then(given(home, user, group))
        .then(entered(group, user))
        .then(
            Scene.narrated("It makes two groups, and goes to the first. Nobody is asked.")
                .doing(
                    Action.inside(
                        Program.of(
                                Nodes.directory(home + "/a", 0755),
                                Nodes.directory(home + "/b", 0755))
                            .then(move(home + "/a"))))
                .observing(
                    "processes of the first",
                    host -> processes(home.resolve("a"), host),
                    Look.file("/proc/self/cgroup").showing(DelegationExperiments::unified))
                .expecting("the container", (host, container) -> host.equals("the container"))
                .expecting("for itself, /a", (host, container) -> container.equals("/a")))
        .then(
            Scene.narrated("A third one would be more than the group may have in it.")
                .observing(
                    "to make it; " + LIMIT,
                    host -> text(home.resolve(LIMIT)),
                    Look.attempt(Nodes.directory(home + "/c", 0755)))
                .expecting("EAGAIN", (host, container) -> container.startsWith("EAGAIN")))
        .then(
            Scene.narrated("The container wants to raise that limit, a file in its own group.")
                .observing(
                    LIMIT,
                    host -> text(home.resolve(LIMIT)),
                    Look.attempt(Descriptors.openToWrite(home + "/" + LIMIT)))
                .expecting(
                    "EACCES: the file was not given to it",
                    (host, container) -> container.startsWith("EACCES"))
                .expecting("it is as before", (host, container) -> host.equals("2")))
        .then(
            Scene.narrated(
                    "The same user, elsewhere: a process that is in another part of the tree.")
                .doing(Action.beside(host -> intruder(home + "/a", user)))
                .observing(
                    "processes of the first",
                    host -> processes(home.resolve("a"), host),
                    Look.NOWHERE)
                .expecting(
                    "EACCES: to move it is up to who rules both places",
                    (host, container) -> host.equals("the container")))
        .then(GroupScenes.removed(group));
  }

  private Scene given(Path home, int user, Group group) {
    Program limited =
        Program.of(
            Descriptors.openToWrite(home + "/" + LIMIT).named("limit"),
            Descriptors.write("limit", "2"));
    return Scene.narrated(
            "It may have two groups in it, at most; and it is given to user " + user + ".")
        .doing(
            Action.beside(
                host -> limited.then(delegation.delegate(group, user, user)).then(Tasks.exit(0))))
        .observing(
            "owners: directory, procs, limit",
            host ->
                owner(home)
                    + ", "
                    + owner(home.resolve("cgroup.procs"))
                    + ", "
                    + owner(home.resolve(LIMIT)),
            Look.NOWHERE)
        .expecting(
            "the user, the user, root",
            (host, container) -> host.equals(user + ", " + user + ", 0"));
  }

  private static Scene entered(Group group, int user) {
    Program change =
        become(user)
            .then(
                Program.of(
                    Tasks.dieWithParent()
                        .because("who becomes another user is not told any more")));
    return Scene.narrated("The container goes there, and becomes that user.")
        .doing(Action.inside(GroupScenes.enter(group).then(change)))
        .observing("user", host -> host.status("Uid"), Look.number(Step.of(Syscall.GETUID)))
        .expecting("no longer root", (host, container) -> container.equals("" + user));
  }

  private static Program move(String directory) {
    String procs = directory + "/cgroup.procs";
    return Program.of(Descriptors.openToWrite(procs).named(procs), Descriptors.write(procs, "0"));
  }

  /** It ends with 0 if it was refused. */
  private static Program intruder(String directory, int user) {
    String procs = directory + "/cgroup.procs";
    return become(user)
        .then(
            Program.of(
                Descriptors.openToWrite(procs).named(procs),
                Descriptors.write(procs, "0").on(Errno.EACCES, "refused"),
                Tasks.exit(1),
                Tasks.exit(0).named("refused")));
  }

  /** The user last: nobody else may change groups. */
  private static Program become(int user) {
    return Program.of(
        Credentials.groups(List.of()), Credentials.group(user), Credentials.user(user));
  }

  private static String processes(Path directory, Host container) {
    return text(directory.resolve("cgroup.procs"))
        .replace("\n", " ")
        .replaceAll("\\b" + container.pid() + "\\b", "the container");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return Host.GONE;
    }
  }

  private static String owner(Path file) {
    try {
      return Files.getAttribute(file, "unix:uid").toString();
    } catch (IOException e) {
      return Host.GONE;
    }
  }

  /** Of the lines of all hierarchies, the path in version 2. */
  private static String unified(String file) {
    return file.lines()
        .filter(line -> line.startsWith("0::"))
        .findFirst()
        .orElse(file)
        .substring(3);
  }
}
