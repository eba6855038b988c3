package dev.minidocker.labs.cgroups.limits;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWPID;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.cgroups.limits.DeviceRule.Access;
import dev.minidocker.labs.cgroups.limits.DeviceRule.Kind;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** What there is to see of limits. Every call makes up a new group, which is removed at the end. */
public final class LimitExperiments {
  private static final int MIB = 1 << 20;
  private static final int CALLS = 200;
  private static final int RANDOM_BYTES = 1 << 16;
  private static final int PROCESSES = 5;
  private static final int FORKS = 12;

  private final GroupScenes scenes;

  /**
   * @param mechanism makes groups and sets their limits; a learner's own, perhaps
   */
  public LimitExperiments(LimitMechanism mechanism) {
    this.scenes = new GroupScenes(mechanism);
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    return List.of(memory(), cpu(), pids(), devices());
  }

  /** A limit on memory is kept by killing. */
  Experiment memory() {
    Group group = GroupScenes.group(new MemoryLimit(16 * MIB, OptionalLong.of(16 * MIB)));
    Program hog = Fork.andWait("hog", Set.of(), Program.of(use(64 * MIB)));
    return GroupScenes.needing("cgroups/memory", "who exceeds a limit on memory is killed")
        .then(
            scenes
                .entered(group, "The container is in a group of 16 MiB, without swap.")
                .observing("processes killed", host -> killed(group), Look.NOWHERE)
                .expecting("none yet", (host, container) -> host.equals("0")))
        .then(
            Scene.narrated("Its child uses 64 MiB.")
                .doing(Action.inside(hog))
                .observing("processes killed", host -> killed(group), Look.pid())
                .expecting("the child", (host, container) -> host.equals("1"))
                .expecting("the container lives", (host, container) -> !container.isEmpty()))
        .then(GroupScenes.removed(group));
  }

  /** A limit on CPU time is kept by waiting. */
  Experiment cpu() {
    Group group =
        GroupScenes.group(new CpuBandwidth(OptionalLong.of(2_000), OptionalLong.of(50_000)));
    return GroupScenes.needing("cgroups/cpu", "who has used its time waits for the next period")
        .then(
            scenes
                .entered(group, "The container may run for 2 ms in every 50.")
                .observing("group", host -> GroupScenes.isThere(group), Look.NOWHERE)
                .expecting("it is there", (host, container) -> host.equals("there")))
        .then(
            Scene.narrated("It computes, without a pause.")
                .doing(Action.inside(busy()))
                .observing("periods in which it waited", host -> throttled(group), Look.NOWHERE)
                .expecting("some", (host, container) -> Long.parseLong(host) > 0))
        .then(GroupScenes.removed(group));
  }

  /** A limit on processes is kept by refusing new ones. */
  Experiment pids() {
    Group group = GroupScenes.group(new PidsLimit(PROCESSES));
    return GroupScenes.needing("cgroups/pids", "a fork bomb ends where fork is refused")
        .in(CLONE_NEWPID) // whose end is the end of all children
        .then(
            scenes
                .entered(group, "The container's group may have " + PROCESSES + " processes.")
                .observing("forks refused", host -> refused(group), Look.NOWHERE)
                .expecting("none yet", (host, container) -> host.equals("0")))
        .then(
            Scene.narrated("It makes children that stay, and would not stop before " + FORKS + ".")
                .doing(Action.inside(forkBomb()))
                .observing(
                    "processes, and forks refused",
                    host -> Meter.processes(group).size() + ", " + refused(group),
                    Look.pid())
                .expecting(
                    "as many as it may have; each further fork: EAGAIN",
                    (host, container) -> host.equals(PROCESSES + ", " + (FORKS + 1 - PROCESSES)))
                .expecting("the container lives", (host, container) -> container.equals("1")))
        .then(
            Scene.narrated("Who is not in the group forks as before.")
                .doing(
                    Action.beside(
                        host ->
                            Fork.andWait("child", Set.of(), Program.EMPTY).then(Tasks.exit(0)))))
        .then(GroupScenes.removed(group));
  }

  /** A row of forks and not a loop: it comes to an end on a machine without the limit too. */
  private static Program forkBomb() {
    Program program = Program.EMPTY;
    for (int i = 0; i < FORKS; i++) {
      program = program.then(Tasks.cloneTo("child", Set.of()).tolerating(Errno.EAGAIN));
    }
    return program.then(
        Step.of(Syscall.GETPID).thenGoTo("parent"),
        Step.of(Syscall.PPOLL, Arg.NULL, Arg.of(0), Arg.NULL, Arg.NULL, Arg.of(0))
            .named("child")
            .thenGoTo("child"),
        Step.of(Syscall.GETPID).named("parent"));
  }

  /** A list of devices is kept by refusing. */
  Experiment devices() {
    DeviceRule onlyNull = new DeviceRule(Kind.CHARACTER, 1, 3, EnumSet.allOf(Access.class));
    Group group = GroupScenes.group(new DeviceAccess(List.of(onlyNull)));
    return GroupScenes.needing(
            "cgroups/devices", "a device that is not on the list is refused, to root too")
        .then(
            scenes
                .entered(group, "On the list of the container's group is only c 1:3, /dev/null.")
                .observing(
                    "/dev/null",
                    host -> GroupScenes.isThere(Path.of("/dev/null")),
                    Look.attempt(Descriptors.openToRead("/dev/null")))
                .expecting("it can be opened", (host, container) -> container.equals("allowed")))
        .then(
            Scene.narrated("The next device is not on it.")
                .observing(
                    "/dev/zero",
                    host -> GroupScenes.isThere(Path.of("/dev/zero")),
                    Look.attempt(Descriptors.openToRead("/dev/zero")))
                .expecting("it is there", (host, container) -> host.equals("there"))
                .expecting("EPERM", (host, container) -> container.startsWith("EPERM")))
        .then(GroupScenes.removed(group));
  }

  /** Memory that is not only promised but there. */
  static Step use(int bytes) {
    return Step.of(
        Syscall.MMAP,
        Arg.NULL,
        Arg.of(bytes),
        Arg.constant("PROT_READ|PROT_WRITE", 3),
        Arg.constant("MAP_PRIVATE|MAP_ANONYMOUS|MAP_POPULATE", 0x8022),
        Arg.of(-1),
        Arg.of(0));
  }

  private static Program busy() {
    Arg memory = new Arg.Bytes(new byte[RANDOM_BYTES], "<random bytes>");
    Step compute = Step.of(Syscall.GETRANDOM, memory, Arg.of(RANDOM_BYTES), Arg.of(0));
    Program program = Program.EMPTY;
    for (int i = 0; i < CALLS; i++) {
      program = program.then(compute);
    }
    return program;
  }

  static String killed(Group group) {
    return shown(new GroupAccounts(group).oomKills());
  }

  private static String refused(Group group) {
    return shown(new GroupAccounts(group).refusedForks());
  }

  private static String shown(OptionalLong count) {
    return count.isPresent() ? Long.toString(count.getAsLong()) : Host.GONE;
  }

  private static String throttled(Group group) {
    return Long.toString(new GroupAccounts(group).periodsThrottled().orElse(0));
  }
}
