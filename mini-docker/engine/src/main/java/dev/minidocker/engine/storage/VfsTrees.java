package dev.minidocker.engine.storage;

import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.nio.file.Path;
import java.util.Optional;

/** {@code vfs}: plain copies, on any file system. Nothing can go wrong but time and room. */
final class VfsTrees implements TreeMaker {
  private static final int AT_FDCWD = -100;
  private static final int ROOT_MODE = 0755;

  @Override
  public String name() {
    return "vfs";
  }

  @Override
  public void check(Path directory) {
    // every file system will do
  }

  @Override
  public void make(Optional<Path> from, Path to) {
    Kernel.call(Syscall.MKDIRAT, AT_FDCWD, to.toString(), ROOT_MODE);
    Kernel.call(Syscall.FCHMODAT, AT_FDCWD, to.toString(), ROOT_MODE); // whatever the umask
    from.ifPresent(tree -> TreeCopy.onto(tree, to));
  }

  @Override
  public void remove(Path tree) {
    // there is nothing but files and directories
  }
}
