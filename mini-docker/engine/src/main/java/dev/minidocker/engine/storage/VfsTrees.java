package dev.minidocker.engine.storage;

import dev.minidocker.linux.FileTree;
import java.nio.file.Path;
import java.util.Optional;

/** {@code vfs}: plain copies, on any file system. Nothing can go wrong but time and room. */
final class VfsTrees implements TreeMaker {
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
    FileTree.makeDirectory(to, ROOT_MODE);
    from.ifPresent(tree -> TreeCopy.onto(tree, to));
  }

  @Override
  public void remove(Path tree) {
    // there is nothing but files and directories
  }
}
