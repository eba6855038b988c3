package dev.minidocker.engine.storage;

import java.io.InputStream;
import java.nio.file.Path;

/**
 * Gives containers their root file systems. The layers are only read, and the caller keeps them
 * from being removed meanwhile.
 */
public sealed interface StorageDriver permits OverlayDriver, TreeDriver {

  /** As docker calls it. */
  String name();

  /** What a container with this root mounts; makes nothing. */
  RootFilesystem root(ContainerRoot root);

  /**
   * Makes what {@link #root} mounts; the container's directory exists.
   *
   * @throws dev.minidocker.engine.StartFailure if it cannot be made: no room, the wrong file system
   */
  void create(ContainerRoot root);

  /**
   * What an ended container has changed, as the archive of a layer: reading it throws {@link
   * java.io.IOException} if it cannot be read.
   */
  InputStream changes(ContainerRoot root);

  /**
   * Makes the files of an ended container readable in another, which changes none of them.
   *
   * @param reader the other container's; its layers do not count
   * @return what the other container mounts
   */
  RootFilesystem reading(ContainerRoot ended, ContainerRoot reader);

  /** Removes quickly what can be; the caller removes the directory itself, with all in it. */
  void discard(Path containerDirectory);
}
