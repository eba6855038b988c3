package dev.minidocker.labkit.leaks;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.proc.Procfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A group of processes, with the groups in it; cgroups(7).
 *
 * @param directory in a cgroup file system
 */
public record CgroupTrace(Path directory) implements Trace {
  static final String KIND = "cgroup";
  private static final int AT_FDCWD = -100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int ATTEMPTS = 100;
  private static final int PAUSE_MILLIS = 50;

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String what() {
    return directory.toString();
  }

  @Override
  public boolean isThere() {
    return Files.isDirectory(directory);
  }

  @Override
  public Optional<String> objection() {
    if (!Trace.isMadeUp(directory.getFileName())) {
      return Optional.of("its name does not begin with " + PREFIX);
    } else if (!isInCgroupFileSystem(directory)) {
      return Optional.of("it is in no cgroup file system");
    }
    return processes().stream()
        .filter(pid -> !ProcessTrace.isProgram(pid))
        .findFirst()
        .map(pid -> "process " + pid + " is in it, which no experiment started");
  }

  static boolean isInCgroupFileSystem(Path path) {
    return Procfs.HOST.self().mounts().stream()
        .filter(mount -> path.startsWith(mount.mountPoint()))
        .max(Comparator.comparingInt(mount -> mount.mountPoint().length()))
        .filter(mount -> mount.type().startsWith("cgroup"))
        .isPresent();
  }

  /** The groups, those within others first. */
  private List<Path> groups() {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // it goes while it is being read
    }
  }

  /** Those in the group and in the groups in it. */
  List<Long> processes() {
    return groups().stream().flatMap(CgroupTrace::processesIn).toList();
  }

  private static Stream<Long> processesIn(Path group) {
    try {
      return Files.readAllLines(group.resolve("cgroup.procs")).stream().map(Long::valueOf);
    } catch (IOException e) {
      return Stream.of();
    }
  }

  /** What is left of an experiment's processes is ended first. */
  @Override
  public void remove() {
    processes().forEach(ProcessTrace::end);
    for (Path group : groups()) {
      remove(group);
    }
  }

  /** A group whose last process is just ending is still in use. */
  private static void remove(Path group) {
    for (int i = 0; i < ATTEMPTS; i++) {
      long result = Kernel.tryCall(Syscall.UNLINKAT, AT_FDCWD, group.toString(), AT_REMOVEDIR);
      Errno errno = Errno.ofResult(result);
      if (result == 0 || errno == Errno.ENOENT) {
        return;
      } else if (errno != Errno.EBUSY || i == ATTEMPTS - 1) {
        throw new ErrnoException("rmdir(\"" + group + "\")", errno);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the kernel", e);
    }
  }

  @Override
  public String byHand() {
    return groups().size() > 1
        ? "find " + directory + " -depth -type d -delete"
        : "rmdir " + directory;
  }
}
