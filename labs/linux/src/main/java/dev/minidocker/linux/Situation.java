package dev.minidocker.linux;

import dev.minidocker.linux.proc.MountInfo;
import dev.minidocker.linux.proc.ProcessStatus;
import dev.minidocker.linux.proc.UidMap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The machine as a refused system call found it: files that say why. A file that is not there says
 * nothing, so nothing here throws.
 *
 * @param root where paths start; {@code /} for the machine itself
 */
record Situation(Path root) {
  static final Situation HERE = new Situation(Path.of("/"));

  /** The place of an absolute path below {@link #root}. */
  Path at(String path) {
    return root.resolve(path.replaceFirst("^/+", ""));
  }

  Optional<String> text(String path) {
    // in large pieces: of a kernel parameter that is a number, a second piece would be empty
    try (InputStream file = Files.newInputStream(at(path))) {
      return Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The first bytes of a file. */
  byte[] head(String path, int bytes) {
    try (InputStream file = Files.newInputStream(at(path))) {
      return file.readNBytes(bytes);
    } catch (IOException | InvalidPathException e) {
      return new byte[0];
    }
  }

  /** Where a symbolic link leads, such as one in /proc/self/fd. */
  Optional<String> link(String path) {
    try {
      return Optional.of(Files.readSymbolicLink(at(path)).toString());
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The file behind a descriptor as strace -y shows it, or "". */
  String fileOf(int fd) {
    return link("/proc/self/fd/" + fd).map(file -> "<" + file + ">").orElse("");
  }

  boolean exists(String path) {
    return Files.exists(at(path));
  }

  /** Whether a kernel parameter, for instance {@code kernel.threads-max}, has this value. */
  boolean parameterIs(String name, String value) {
    return text("/proc/sys/" + name.replace('.', '/')).map(String::trim).equals(Optional.of(value));
  }

  Optional<ProcessStatus> status() {
    return text("/proc/self/status").map(ProcessStatus::parse);
  }

  boolean lacks(Capability capability) {
    return status().filter(s -> !capability.isIn(s.capabilities().effective())).isPresent();
  }

  /** Whether a seccomp filter sees the system calls of this process. */
  boolean isFiltered() {
    return status().filter(status -> status.seccomp() == 2).isPresent();
  }

  /** Whether this process is in a user namespace other than the machine's first. */
  boolean inUserNamespace() {
    return text("/proc/self/uid_map")
        .map(UidMap::parse)
        .filter(map -> !map.ranges().equals(List.of(new UidMap.Range(0, 0, 4_294_967_295L))))
        .isPresent();
  }

  List<MountInfo> mounts() {
    return text("/proc/self/mountinfo").map(MountInfo::parseAll).orElse(List.of());
  }

  /** The mount that an absolute path is in: the longest mount point, the latest of equals. */
  Optional<MountInfo> mountOf(String path) {
    return mounts().stream()
        .filter(mount -> (path + "/").startsWith(mount.mountPoint().replaceFirst("/?$", "/")))
        .reduce((a, b) -> LENGTH.compare(a, b) > 0 ? a : b);
  }

  private static final Comparator<MountInfo> LENGTH =
      Comparator.comparingInt(mount -> mount.mountPoint().length());
}
