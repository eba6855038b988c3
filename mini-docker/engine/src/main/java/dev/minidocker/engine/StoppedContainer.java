package dev.minidocker.engine;

import dev.minidocker.engine.storage.ContainerRoot;
import dev.minidocker.image.Image;
import java.io.InputStream;

/** A container that nobody runs, held so that nobody removes it meanwhile. */
public final class StoppedContainer implements AutoCloseable {
  private final ContainerStore store;
  private final ContainerDirectory directory;
  private final ContainerRecord record;

  StoppedContainer(ContainerStore store, ContainerDirectory directory, ContainerRecord record) {
    this.store = store;
    this.directory = directory;
    this.record = record;
  }

  public ContainerRecord record() {
    return record;
  }

  /**
   * What it has changed, as the archive of a layer. Reading it throws {@link java.io.IOException}
   * if it cannot be read.
   *
   * @param image the one that it was made from
   */
  public InputStream changes(Image image) {
    return store.driver().changes(root(image));
  }

  /** What its root file system is made of; it will not be mounted again to be changed. */
  ContainerRoot root(Image image) {
    return new ContainerRoot(image.layerDirs(), directory.path(), false, false);
  }

  /** Removes it with all that is in it. */
  public void remove() {
    store.remove(directory);
  }

  /** Gives it back; removes nothing. */
  @Override
  public void close() {
    directory.close();
  }
}
