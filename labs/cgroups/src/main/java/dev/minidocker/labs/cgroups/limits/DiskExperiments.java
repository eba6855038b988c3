package dev.minidocker.labs.cgroups.limits;

import static dev.minidocker.linux.OpenFlag.O_CLOEXEC;
import static dev.minidocker.linux.OpenFlag.O_DIRECT;
import static dev.minidocker.linux.OpenFlag.O_RDWR;
import static dev.minidocker.linux.OpenFlag.O_TMPFILE;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labkit.TrialDisk;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Flag;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/** What there is to see of limits on disks. Every call makes up a new group. */
public final class DiskExperiments {
  private static final long BYTES_PER_SECOND = 2 << 20;
  private static final int PIECE = 1 << 16;
  private static final int SECONDS = 2;
  private static final int WEIGHTY = 800;
  private static final int LIGHT = 100;

  /** Where there is none, the experiment will be skipped. */
  static final TrialDisk NO_DISK = new TrialDisk(Path.of("/tmp"), 0, 0);

  private final GroupScenes scenes;

  /**
   * @param mechanism makes groups and sets their limits; a learner's own, perhaps
   */
  public DiskExperiments(LimitMechanism mechanism) {
    this.scenes = new GroupScenes(mechanism);
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    return List.of(io(), weight());
  }

  /** A limit on a disk is kept by waiting. */
  Experiment io() {
    TrialDisk disk = TrialDisk.find().orElse(NO_DISK);
    Group group =
        GroupScenes.group(
            new IoRate(IoRate.Counted.BYTES_WRITTEN, disk.major(), disk.minor(), BYTES_PER_SECOND));
    String device = disk.major() + ":" + disk.minor();
    return GroupScenes.needing("cgroups/io", "who writes to a disk too fast waits", Need.DISK)
        .then(
            scenes
                .entered(group, "The group may write 2 MiB in a second to the disk " + device + ".")
                .observing("group", host -> GroupScenes.isThere(group), Look.NOWHERE)
                .expecting("it is there", (host, container) -> host.equals("there")))
        .then(
            Scene.narrated("A child writes as fast as it can, past all caches.")
                .doing(Action.inside(writer("child", disk, Program.EMPTY)))
                .observing(
                    "KiB written in a second",
                    host -> kibPerSecond(host.children().get(0).pid()),
                    Look.NOWHERE)
                .expecting(
                    "hardly more than 2048, and not much less",
                    (host, container) -> isAbout(BYTES_PER_SECOND / 1024, host)))
        .then(GroupScenes.removed(group));
  }

  /** A weight matters to those who compete, and only to them. */
  Experiment weight() {
    TrialDisk disk = TrialDisk.find().orElse(NO_DISK);
    Group favoured = GroupScenes.group(new IoWeight(WEIGHTY));
    Group other = GroupScenes.group(new IoWeight(LIGHT));
    Program both =
        writer("one", disk, GroupScenes.enter(favoured))
            .then(writer("other", disk, GroupScenes.enter(other)));
    return GroupScenes.needing(
            "cgroups/weight", "who competes for a disk gets it by weight", Need.WEIGHING_DISK)
        .then(scenes.made(favoured, "A group whose requests weigh " + WEIGHTY + "."))
        .then(scenes.made(other, "And one of weight " + LIGHT + "."))
        .then(
            Scene.narrated("A child in each writes to the same disk, past all caches.")
                .doing(Action.inside(both))
                .observing("KiB of each in two seconds", host -> kib(host.children()), Look.NOWHERE)
                .expecting(
                    "the first writes more, by half at least",
                    (host, container) -> ratio(host) > 1.5))
        .then(GroupScenes.removed(favoured, other));
  }

  private static String kib(List<Host> children) {
    long[] bytes =
        Meter.over(
            Duration.ofSeconds(SECONDS),
            children.stream()
                .map(child -> (LongSupplier) () -> Meter.bytesWritten(child.pid()))
                .toArray(LongSupplier[]::new));
    return bytes[0] / 1024 + ", " + bytes[1] / 1024;
  }

  private static double ratio(String both) {
    String[] parts = both.split(", ", 2);
    return Double.parseDouble(parts[0]) / Math.max(1, Double.parseDouble(parts[1]));
  }

  /** A child that goes to its group, and then writes for ever. */
  private static Program writer(String name, TrialDisk disk, Program enter) {
    return Fork.andServe(name, Set.of(), enter.then(prepared(name, disk)), writing(name));
  }

  /** A file without a name, gone with its last descriptor; and memory that begins with a page. */
  private static Program prepared(String name, TrialDisk disk) {
    return Program.of(
        unnamedFile(disk, Flag.set(O_RDWR, O_TMPFILE, O_DIRECT, O_CLOEXEC)).named(name + ".file"),
        zeroes(PIECE).named(name + ".buffer"));
  }

  static Step unnamedFile(TrialDisk disk, Arg flags) {
    return Step.of(
        Syscall.OPENAT, Nodes.HERE, Arg.of(disk.directory().toString()), flags, Arg.octal(0600));
  }

  /** Memory that is only promised: to read it takes none. */
  static Step zeroes(int bytes) {
    return Step.of(
        Syscall.MMAP,
        Arg.NULL,
        Arg.of(bytes),
        Arg.constant("PROT_READ|PROT_WRITE", 3),
        Arg.constant("MAP_PRIVATE|MAP_ANONYMOUS", 0x22),
        Arg.of(-1),
        Arg.of(0));
  }

  private static Program writing(String name) {
    return Program.of(
        Step.of(
                Syscall.PWRITE64,
                Arg.result(name + ".file"),
                Arg.result(name + ".buffer"),
                Arg.of(PIECE),
                Arg.of(0))
            .named(name + ".write")
            .thenGoTo(name + ".write"));
  }

  private static String kibPerSecond(int child) {
    long bytes = Meter.over(Duration.ofSeconds(SECONDS), () -> Meter.bytesWritten(child))[0];
    return Long.toString(bytes / 1024 / SECONDS);
  }

  /** On a busy machine it may be less. */
  private static boolean isAbout(long expected, String found) {
    long kib = Long.parseLong(found);
    return kib > expected / 2 && kib < expected * 5 / 4;
  }
}
