package dev.minidocker.lab.map;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A network namespace that is held open, so that no other gets its inode meanwhile.
 *
 * @param inode of {@code net:[…]}
 */
record OpenNamespace(long inode, Holders holders, Fd descriptor) implements AutoCloseable {
  private static final int O_RDONLY = 0;
  private static final int O_PATH = 010000000;

  /** {@code include/uapi/linux/magic.h}. */
  private static final long NSFS_MAGIC = 0x6e736673;

  private static final int STATFS_BYTES = 120;

  /**
   * Opens it by any of its holders.
   *
   * @return nothing if none of them has it any more
   * @throws ErrnoException EACCES if it may not be opened
   */
  static Optional<OpenNamespace> open(long inode, Holders holders) {
    Optional<ErrnoException> refusal = Optional.empty();
    for (String path : holders.paths()) {
      try (Fd place = Fd.open(path, O_PATH, 0)) { // what else may be there is not opened by that
        String self = "/proc/self/fd/" + place.number();
        if (isNamespace(self) && inodeOf(self) == inode) {
          return Optional.of(new OpenNamespace(inode, holders, Fd.open(self, O_RDONLY, 0)));
        }
      } catch (ErrnoException e) {
        if (e.errno() != Errno.ENOENT && e.errno() != Errno.ESRCH) {
          refusal = Optional.of(e);
        }
      }
    }
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return Optional.empty();
  }

  /** statfs(2). A link of /proc would say where it is mounted, not what it is. */
  private static boolean isNamespace(String path) {
    byte[] answer = new byte[STATFS_BYTES];
    Kernel.call(Syscall.STATFS, path, answer);
    return ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder()).getLong() == NSFS_MAGIC;
  }

  /** Of all namespaces of whatever kind, no two have the same one at a time. */
  private static long inodeOf(String path) {
    try {
      return (Long) Files.getAttribute(Path.of(path), "unix:ino");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
