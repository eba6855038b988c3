package dev.minidocker.engine;

import java.nio.file.Path;

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

  /** What it has changed of its image, as overlayfs keeps it: the upper directory. */
  public Path changes() {
    return directory.paths().upper();
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
