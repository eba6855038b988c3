package dev.minidocker.engine.storage;

import dev.minidocker.linux.Fd;
import dev.minidocker.linux.FileTree;
import dev.minidocker.linux.Flock;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.Syscall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The whole tree of a layer: what one sees who looks at it and those below it. It is made when it
 * is first needed, lies beside the layer, and goes with it.
 */
record LayerTrees(TreeMaker maker) {
  private static final int AT_FDCWD = -100;

  /**
   * The tree of these layers together; empty if there are none.
   *
   * @param layers lowest first, each as overlayfs keeps it
   */
  Optional<Path> uppermost(List<Path> layers) {
    Optional<Path> below = Optional.empty();
    for (Path layer : layers) {
      Path tree = layer.resolveSibling("tree");
      if (!Files.exists(tree)) {
        make(below, layer, tree);
      }
      below = Optional.of(tree);
    }
    return below;
  }

  /** One process at a time: the lock goes with its holder, who may have left half a tree. */
  private void make(Optional<Path> below, Path layer, Path tree) {
    try (Fd lock = Fd.open(tree.getParent().toString(), OpenFlag.of(OpenFlag.O_DIRECTORY), 0)) {
      Flock.EXCLUSIVE.await(lock);
      if (Files.exists(tree)) {
        return; // somebody has made it meanwhile
      }
      Path unfinished = tree.resolveSibling("tree.unfinished");
      FileTree.remove(unfinished.toString());
      maker.make(below, unfinished);
      TreeCopy.onto(layer, unfinished);
      Kernel.call(Syscall.SYNCFS, lock.number()); // or a crash could leave a tree without content
      Kernel.call(Syscall.RENAMEAT2, AT_FDCWD, unfinished.toString(), AT_FDCWD, tree.toString(), 0);
    }
  }
}
