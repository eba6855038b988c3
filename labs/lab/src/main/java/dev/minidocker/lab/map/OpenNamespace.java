package dev.minidocker.lab.map;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
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
        if (HolderSearch.inode(Path.of(self)) == inode) {
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

  @Override
  public void close() {
    descriptor.close();
  }
}
