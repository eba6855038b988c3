package dev.minidocker.engine;

import dev.minidocker.image.Image;
import java.nio.file.Path;

/** What a container holds on disk while it runs: its directory, and the image's layers. */
final class ContainerFiles implements AutoCloseable {
  private final ContainerDirectory directory;
  private final boolean temporary;

  private ContainerFiles(ContainerDirectory directory, boolean temporary) {
    this.directory = directory;
    this.temporary = temporary;
  }

  /**
   * Makes the directory of a new container.
   *
   * @param temporary whether it goes when the container ends
   */
  static ContainerFiles create(Path containers, String id, Image image, boolean temporary) {
    return new ContainerFiles(ContainerDirectory.create(containers, id), temporary);
  }

  ContainerDirectory directory() {
    return directory;
  }

  ContainerPaths paths() {
    return directory.paths();
  }

  /** Removes everything, whether temporary or not. */
  void discard() {
    try (directory) {
      directory.delete();
    }
  }

  @Override
  public void close() {
    if (temporary) {
      discard();
    } else {
      directory.close();
    }
  }
}
