package dev.minidocker.engine.network;

import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Flock;
import dev.minidocker.linux.OpenFlag;
import java.nio.file.Path;
import java.util.function.Supplier;

/** What one process does at a time; flock(2), which the kernel ends with the process. */
final class FileLock {
  private static final int CREATE = OpenFlag.of(OpenFlag.O_RDWR, OpenFlag.O_CREAT);

  private FileLock() {}

  /** Does something while nobody else does with this directory. */
  static <T> T ofDirectory(Path directory, Supplier<T> action) {
    return holding(Fd.open(directory.toString(), OpenFlag.of(OpenFlag.O_DIRECTORY), 0), action);
  }

  /** Does something while nobody else does with this file, which is made if it is not there. */
  static <T> T ofFile(Path file, Supplier<T> action) {
    return holding(Fd.open(file.toString(), CREATE, 0600), action);
  }

  private static <T> T holding(Fd lock, Supplier<T> action) {
    try (lock) {
      Flock.EXCLUSIVE.await(lock);
      return action.get();
    }
  }
}
