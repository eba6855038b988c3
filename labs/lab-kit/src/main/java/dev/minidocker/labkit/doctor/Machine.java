package dev.minidocker.labkit.doctor;

import dev.minidocker.linux.proc.MountInfo;
import dev.minidocker.linux.proc.ProcessStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's and the system's files, as far as they tell causes. A file that is not there, or may
 * not be read, says nothing; so nothing here throws.
 *
 * @param root where paths start; {@code /} for the machine itself
 */
record Machine(Path root) {
  static final Machine HERE = new Machine(Path.of("/"));

  private Path at(String path) {
    return root.resolve(path.substring(1));
  }

  Optional<String> text(String path) {
    try (InputStream file = Files.newInputStream(at(path))) {
      return Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  boolean exists(String path) {
    return Files.exists(at(path));
  }

  Path path(String path) {
    return at(path);
  }

  /** A kernel parameter as sysctl(8) names it. */
  Optional<String> setting(String name) {
    return text("/proc/sys/" + name.replace('.', '/')).map(String::strip);
  }

  boolean settingIs(String name, String value) {
    return setting(name).equals(Optional.of(value));
  }

  boolean hasProc() {
    return status().isPresent();
  }

  Optional<ProcessStatus> status() {
    return text("/proc/self/status").map(ProcessStatus::parse);
  }

  /** Whether a seccomp filter looks at this process's system calls. */
  boolean isFiltered() {
    return status().filter(status -> status.seccomp() == 2).isPresent();
  }

  List<MountInfo> mounts() {
    return text("/proc/self/mountinfo").map(MountInfo::parseAll).orElse(List.of());
  }

  /** What is mounted exactly there, and not covered. */
  Optional<MountInfo> mountAt(String path) {
    return mounts().stream()
        .filter(mount -> mount.mountPoint().equals(path))
        .reduce((earlier, later) -> later);
  }
}
