package dev.minidocker.image.internal;

import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Flock;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A {@link Flock} of a file that others may remove meanwhile.
 *
 * <p>Whoever gets it has that of the file that is there now.
 */
public final class FileLock implements AutoCloseable {
  private static final int O_RDONLY = 0;
  private static final int O_CREAT = 0100;

  private final Fd file;

  private FileLock(Fd file) {
    this.file = file;
  }

  /** Waits until nobody else holds the lock; the file is made if missing. */
  public static FileLock exclusive(Path path) {
    return acquire(path, O_CREAT, FileLock::await).orElseThrow();
  }

  /** Waits for the exclusive lock, and holds it during the action. */
  public static <T> T holding(Path path, Supplier<T> action) {
    FileLock lock = exclusive(path);
    try {
      return action.get();
    } finally {
      lock.close();
    }
  }

  private static boolean await(Fd file) {
    Flock.EXCLUSIVE.await(file);
    return true;
  }

  /** Empty where somebody holds the lock; ENOENT where the file is missing. */
  public static Optional<FileLock> tryExclusive(Path path) {
    return acquire(path, O_RDONLY, Flock.EXCLUSIVE::tryOn);
  }

  /** A lock that many may hold together; empty while somebody holds it exclusively. */
  public static Optional<FileLock> tryShared(Path path) {
    return acquire(path, O_RDONLY, Flock.SHARED::tryOn);
  }

  private static Optional<FileLock> acquire(Path path, int flags, Predicate<Fd> lock) {
    while (true) {
      Fd file = Fd.open(path.toString(), flags, 0600);
      boolean held = false;
      try {
        if (!lock.test(file)) {
          return Optional.empty();
        }
        held = isStillAt(path, file);
        if (held) {
          return Optional.of(new FileLock(file));
        }
      } finally {
        if (!held) {
          file.close();
        }
      }
    }
  }

  /** Whoever held the lock before may have removed the file: then this lock excludes nobody. */
  private static boolean isStillAt(Path path, Fd file) {
    FileStatus atPath = FileStatus.ofPath(path.toString());
    return atPath != null && atPath.inode() == FileStatus.ofFd(file.number()).inode();
  }

  @Override
  public void close() {
    file.close();
  }
}
