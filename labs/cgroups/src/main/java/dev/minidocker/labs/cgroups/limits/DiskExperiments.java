package dev.minidocker.labs.cgroups.limits;

import static dev.minidocker.linux.OpenFlag.O_CLOEXEC;
import static dev.minidocker.linux.OpenFlag.O_DIRECT;
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
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What there is to see of limits on disks. Every call makes up a new group. */
public final class DiskExperiments {
  private static final long BYTES_PER_SECOND = 2 << 20;
  private static final int PIECE = 1 << 16;
  private static final int SECONDS = 2;

  private final GroupScenes scenes;

  /**
   * @param mechanism makes groups and sets their limits; a learner's own, perhaps
   */
  public DiskExperiments(LimitMechanism mechanism) {
    this.scenes = new GroupScenes(mechanism);
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    return List.of(io());
  }

  /** A limit on a disk is kept by waiting. */
  Experiment io() {
    TrialDisk disk = TrialDisk.find().orElse(new TrialDisk(Path.of("/tmp"), 0, 0));
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
                .doing(Action.inside(Fork.andServe("child", Set.of(), prepared(disk), writing())))
                .observing(
                    "KiB written in a second",
                    host -> kibPerSecond(host.children().get(0).pid()),
                    Look.NOWHERE)
                .expecting(
                    "some 2048", (host, container) -> isAbout(BYTES_PER_SECOND / 1024, host)))
        .then(GroupScenes.removed(group));
  }

  /** A file without a name, gone with its last descriptor; and memory that begins with a page. */
  private static Program prepared(TrialDisk disk) {
    return Program.of(
        Step.of(
                Syscall.OPENAT,
                Nodes.HERE,
                Arg.of(disk.directory().toString()),
                Flag.set(O_RDWR, O_TMPFILE, O_DIRECT, O_CLOEXEC),
                Arg.octal(0600))
            .named("file"),
        Step.of(
                Syscall.MMAP,
                Arg.NULL,
                Arg.of(PIECE),
                Arg.constant("PROT_READ|PROT_WRITE", 3),
                Arg.constant("MAP_PRIVATE|MAP_ANONYMOUS", 0x22),
                Arg.of(-1),
                Arg.of(0))
            .named("buffer"));
  }

  private static Program writing() {
    return Program.of(
        Step.of(
                Syscall.PWRITE64,
                Arg.result("file"),
                Arg.result("buffer"),
                Arg.of(PIECE),
                Arg.of(0))
            .named("write")
            .thenGoTo("write"));
  }

  private static String kibPerSecond(int child) {
    long bytes = Meter.over(Duration.ofSeconds(SECONDS), () -> Meter.bytesWritten(child))[0];
    return Long.toString(bytes / 1024 / SECONDS);
  }

  private static boolean isAbout(long expected, String found) {
    return Math.abs(Long.parseLong(found) - expected) < expected / 4;
  }
}
