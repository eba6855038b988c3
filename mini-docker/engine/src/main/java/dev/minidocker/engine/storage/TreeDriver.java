package dev.minidocker.engine.storage;

import dev.minidocker.engine.StartFailure;
import dev.minidocker.image.tar.LayerArchive;
import dev.minidocker.linux.ErrnoException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Every container has all files for itself. What it has changed is not written down anywhere: its
 * tree is compared with its image's.
 */
final class TreeDriver implements StorageDriver {
  private final TreeMaker maker;
  private final LayerTrees trees;

  TreeDriver(TreeMaker maker) {
    this.maker = maker;
    this.trees = new LayerTrees(maker);
  }

  @Override
  public String name() {
    return maker.name();
  }

  /** Refuses a place where it cannot work. */
  void check(Path directory) {
    maker.check(directory);
  }

  @Override
  public RootFilesystem root(ContainerRoot root) {
    return new RootFilesystem.Tree(root.paths().tree(), root.paths().merged());
  }

  @Override
  public void create(ContainerRoot root) {
    check(root.directory());
    try {
      maker.make(trees.uppermost(root.layers()), root.paths().tree());
    } catch (ErrnoException e) {
      throw new StartFailure(
          "the storage driver " + name() + " cannot make the container's files: " + e.getMessage(),
          StartFailure.OUR_FAULT,
          e);
    }
  }

  @Override
  public InputStream changes(ContainerRoot root) {
    Optional<Path> image = trees.uppermost(root.layers());
    Path own = root.paths().tree();
    return image.isPresent() ? LayerArchive.between(image.get(), own) : LayerArchive.of(own);
  }

  @Override
  public RootFilesystem reading(ContainerRoot ended, ContainerRoot reader) {
    return new RootFilesystem.Tree(ended.paths().tree(), reader.paths().merged());
  }

  @Override
  public void discard(Path containerDirectory) {
    Path tree = ContainerPaths.in(containerDirectory).tree();
    if (Files.exists(tree)) {
      maker.remove(tree);
    }
  }
}
