package dev.minidocker.labs.cgroups.limits;

import static dev.minidocker.linux.OpenFlag.O_CLOEXEC;
import static dev.minidocker.linux.OpenFlag.O_RDWR;
import static dev.minidocker.linux.OpenFlag.O_TMPFILE;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labkit.TrialDisk;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Flag;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** What there is to see where memory runs short. Every call makes up new groups. */
public final class MemoryExperiments {
  private static final int MIB = 1 << 20;
  private static final int ALL = 32;
  private static final int RESERVED = 12;
  private static final int OWN = 10;
  private static final int MORE = 18;

  private final GroupScenes scenes;

  /**
   * @param mechanism makes groups and sets their limits; a learner's own, perhaps
   */
  public MemoryExperiments(LimitMechanism mechanism) {
    this.scenes = new GroupScenes(mechanism);
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    return List.of(swap(), protection());
  }

  /** With swap, a limit is where slowness begins, and the sum of both where killing does. */
  Experiment swap() {
    Group group = GroupScenes.group(new MemoryLimit(16 * MIB, OptionalLong.of(48 * MIB)));
    Program child = Fork.andStay("child", Set.of(), Program.of(LimitExperiments.use(32 * MIB)));
    Program hog = Fork.andWait("hog", Set.of(), Program.of(LimitExperiments.use(128 * MIB)));
    return GroupScenes.needing(
            "cgroups/swap", "who may swap is killed only when swap is used up too", Need.SWAP)
        .then(
            scenes
                .entered(group, "The group may use 16 MiB of memory, and 32 more of swap.")
                .observing("group", host -> GroupScenes.isThere(group), Look.NOWHERE)
                .expecting("it is there", (host, container) -> host.equals("there")))
        .then(
            Scene.narrated("A child uses 32 MiB: twice what may be in memory.")
                .doing(Action.inside(child))
                .observing(
                    "KiB of the child in swap; processes killed",
                    host ->
                        Meter.swappedKib(host.children().get(0).pid())
                            + "; "
                            + LimitExperiments.killed(group),
                    Look.NOWHERE)
                .expecting(
                    "all but what may be in memory", (host, container) -> kib(host) >= 15 * 1024)
                .expecting("nobody is killed", (host, container) -> host.endsWith("; 0")))
        .then(
            Scene.narrated("Another one uses 128 MiB, more than both together.")
                .doing(Action.inside(hog))
                .observing("processes killed", host -> LimitExperiments.killed(group), Look.pid())
                .expecting(
                    "at least one; which one first, the kernel chooses",
                    (host, container) -> kib(host) >= 1)
                .expecting("the container lives", (host, container) -> !container.isEmpty()))
        .then(GroupScenes.removed(group));
  }

  private static long kib(String host) {
    return Long.parseLong(host.replaceAll(";.*", ""));
  }

  /** Who has a reservation keeps what is in it while others have to give. */
  Experiment protection() {
    TrialDisk disk = TrialDisk.find().orElse(DiskExperiments.NO_DISK);
    Group all = GroupScenes.group(new MemoryLimit(ALL * MIB, OptionalLong.of(ALL * MIB)));
    Group favoured = GroupScenes.within(all, new MemoryReservation(RESERVED * MIB));
    Group other = GroupScenes.within(all, new MemoryReservation(0));
    Group crowd = GroupScenes.within(all, new MemoryReservation(0));
    return GroupScenes.needing(
            "cgroups/protection",
            "who has a reservation keeps its memory while others have to give",
            Need.MEMORY_PROTECTION,
            Need.DISK)
        .then(scenes.made(all, "A group of " + ALL + " MiB, for three in it."))
        .then(scenes.made(favoured, "The first has a reservation of " + RESERVED + " MiB."))
        .then(scenes.made(other, "The second has none."))
        .then(scenes.made(crowd, "Nor has the third."))
        .then(
            Scene.narrated("A child in each of the first two keeps a file of 10 MiB in the cache.")
                .doing(
                    Action.inside(
                        caching("one", favoured, disk).then(caching("other", other, disk))))
                .observing("MiB of each", host -> mib(favoured, other), Look.NOWHERE)
                .expecting(
                    "as large as the files",
                    (host, container) -> mib(host, 0) >= OWN && mib(host, 1) >= OWN))
        .then(
            Scene.narrated("One in the third uses " + MORE + " MiB. That is too much for all.")
                .doing(Action.inside(using(crowd)))
                .observing("MiB of each", host -> mib(favoured, other), Look.NOWHERE)
                .expecting(
                    "the first has kept its memory", (host, container) -> mib(host, 0) >= OWN - 1)
                .expecting(
                    "the second has given half of its own, or more",
                    (host, container) -> mib(host, 1) <= OWN / 2))
        .then(GroupScenes.removed(favoured, other, crowd, all));
  }

  private static Program using(Group group) {
    Step memory = LimitExperiments.use(MORE * MIB);
    return Fork.andStay("more", Set.of(), GroupScenes.enter(group).then(memory));
  }

  /** What was written stays in memory after it is on the disk too, as long as nobody needs it. */
  private static Program caching(String name, Group group, TrialDisk disk) {
    Arg file = Arg.result(name + ".file");
    Program write =
        Program.of(
            DiskExperiments.unnamedFile(disk, Flag.set(O_RDWR, O_TMPFILE, O_CLOEXEC))
                .named(name + ".file"),
            DiskExperiments.zeroes(OWN * MIB).named(name + ".buffer"),
            Step.of(
                    Syscall.PWRITE64,
                    file,
                    Arg.result(name + ".buffer"),
                    Arg.of(OWN * MIB),
                    Arg.of(0))
                .expecting(OWN * MIB),
            Step.of(Syscall.FSYNC, file));
    return Fork.andStay(name, Set.of(), GroupScenes.enter(group).then(write));
  }

  private static String mib(Group one, Group other) {
    return Meter.number(one, "memory.current") / MIB
        + ", "
        + Meter.number(other, "memory.current") / MIB;
  }

  private static long mib(String both, int which) {
    return Long.parseLong(both.split(", ", 2)[which]);
  }
}
