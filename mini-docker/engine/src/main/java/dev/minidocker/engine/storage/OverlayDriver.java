package dev.minidocker.engine.storage;

import dev.minidocker.image.tar.LayerArchive;
import dev.minidocker.labs.unionfs.OverlayConfig;
import dev.minidocker.linux.FileTree;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code overlay2}: the kernel shows the layers as one, and copies what is changed. */
final class OverlayDriver implements StorageDriver {
  static final String NAME = "overlay2";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public RootFilesystem root(ContainerRoot root) {
    return new RootFilesystem.Union(config(root));
  }

  private static OverlayConfig config(ContainerRoot root) {
    ContainerPaths paths = root.paths();
    List<Path> uppermostFirst = new ArrayList<>(root.layers());
    Collections.reverse(uppermostFirst);
    if (uppermostFirst.isEmpty()) {
      uppermostFirst.add(paths.nothing()); // overlay wants a lower directory
    }
    return new OverlayConfig(
        uppermostFirst,
        paths.upper(),
        paths.work(),
        paths.merged(),
        root.rootless(),
        root.temporary());
  }

  @Override
  public void create(ContainerRoot root) {
    ContainerPaths paths = root.paths();
    FileTree.makeDirectory(paths.upper(), 0755);
    FileTree.makeDirectory(paths.work(), 0700);
    if (root.layers().isEmpty()) {
      FileTree.makeDirectory(paths.nothing(), 0755);
    }
  }

  @Override
  public InputStream changes(ContainerRoot root) {
    return LayerArchive.of(root.paths().upper());
  }

  /** The container's changes are one more layer. */
  @Override
  public RootFilesystem reading(ContainerRoot ended, ContainerRoot reader) {
    List<Path> layers = new ArrayList<>(ended.layers());
    layers.add(ended.paths().upper());
    create(reader);
    return root(
        new ContainerRoot(layers, reader.directory(), reader.rootless(), reader.temporary()));
  }

  @Override
  public void discard(Path containerDirectory) {
    // there is nothing but files and directories
  }
}
