package dev.minidocker.engine;

/** What a container holds on disk while it runs. */
final class ContainerFiles implements AutoCloseable {
  private final ContainerStore store;
  private final ContainerDirectory directory;
  private final boolean temporary;
  private boolean closed;

  /**
   * @param temporary whether they go when the container ends
   */
  ContainerFiles(ContainerStore store, ContainerDirectory directory, boolean temporary) {
    this.store = store;
    this.directory = directory;
    this.temporary = temporary;
  }

  ContainerDirectory directory() {
    return directory;
  }

  /** The container has begun: from now on its files stay if they are meant to. */
  void started() {
    if (!temporary) {
      directory.keep();
    }
  }

  /** Removes everything, whether temporary or not. */
  void discard() {
    if (!closed) {
      closed = true;
      store.remove(directory);
    }
  }

  @Override
  public void close() {
    if (temporary || !directory.isKept()) {
      discard();
    } else if (!closed) {
      closed = true;
      directory.close();
    }
  }
}
