package dev.minidocker.image.internal;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A lock that the kernel gives back when its holder ends, however it ends; flock(2).
 *
 * <p>It belongs to one opening of the file: two in the same process exclude each other as well.
 */
public final class FileLock implements AutoCloseable {
  private static final int O_RDONLY = 0;
  private static final int O_CREAT = 0100;
  private static final int LOCK_SH = 1;
  private static final int LOCK_EX = 2;
  private static final int LOCK_NB = 4;

  private final Fd file;

  private FileLock(Fd file) {
    this.file = file;
  }

  /** Waits until nobody else holds the lock; the file is made if missing. */
  public static FileLock exclusive(Path path) {
    return acquire(path, O_CREAT, LOCK_EX).orElseThrow();
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

  /** Empty where somebody holds the lock; ENOENT where the file is missing. */
  public static Optional<FileLock> tryExclusive(Path path) {
    return acquire(path, O_RDONLY, LOCK_EX | LOCK_NB);
  }

  /** A lock that many may hold together; empty while somebody holds it exclusively. */
  public static Optional<FileLock> tryShared(Path path) {
    return acquire(path, O_RDONLY, LOCK_SH | LOCK_NB);
  }

  private static Optional<FileLock> acquire(Path path, int flags, int operation) {
    while (true) {
      Fd file = Fd.open(path.toString(), flags, 0600);
      long result = Kernel.tryCall(Syscall.FLOCK, file.number(), operation);
      boolean held = false;
      try {
        held = result == 0 && isStillAt(path, file);
        if (held) {
          return Optional.of(new FileLock(file));
        }
      } finally {
        if (!held) {
          file.close();
        }
      }
      Errno errno = Errno.ofResult(result);
      if (errno == Errno.EAGAIN) {
        return Optional.empty();
      } else if (result < 0) {
        throw new ErrnoException("flock(\"" + path + "\", " + operation + ")", errno);
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
