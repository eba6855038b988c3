package dev.minidocker.labkit;

import dev.minidocker.linux.proc.MountInfo;
import dev.minidocker.linux.proc.Procfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/**
 * A directory whose files lie on a disk, as an experiment needs one that writes.
 *
 * @param directory of this JVM's temporary files
 * @param major the number of the whole disk, its first part
 * @param minor its second part
 */
public record TrialDisk(Path directory, int major, int minor) {

  /** None where temporary files are in memory, or on a file system of many disks or of none. */
  public static Optional<TrialDisk> find() {
    try {
      Path directory = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
      return Procfs.HOST.self().mounts().stream()
          .filter(mount -> directory.startsWith(mount.mountPoint()))
          .max(Comparator.comparingInt(mount -> mount.mountPoint().length()))
          .map(MountInfo::device)
          .flatMap(TrialDisk::wholeDisk)
          .map(number -> number.split(":", -1))
          .map(parts -> of(directory, parts));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Where the kernel tells, and is told, how requests to the disk are scheduled. */
  Path queue() {
    return Path.of("/sys/dev/block", major + ":" + minor, "queue");
  }

  /**
   * Whether groups get their parts of it by weight; {@code bfq-iosched.rst}: without {@code
   * strict_guarantees} it may prefer a disk that is never idle.
   */
  boolean keepsToWeights() {
    try {
      return Files.readString(queue().resolve("scheduler")).contains("[bfq]")
          && Files.readString(queue().resolve("iosched/strict_guarantees")).strip().equals("1");
    } catch (IOException e) {
      return false; // of a device that is made of others
    }
  }

  private static TrialDisk of(Path directory, String... number) {
    return new TrialDisk(directory, Integer.parseInt(number[0]), Integer.parseInt(number[1]));
  }

  /** The same device, or the one that it is a part of. */
  private static Optional<String> wholeDisk(String device) {
    try {
      Path entry = Path.of("/sys/dev/block", device).toRealPath();
      Path disk = Files.exists(entry.resolve("partition")) ? entry.getParent() : entry;
      return Optional.of(Files.readString(disk.resolve("dev")).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
