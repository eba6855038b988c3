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
