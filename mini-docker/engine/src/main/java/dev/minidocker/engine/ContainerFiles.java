package dev.minidocker.engine;

import dev.minidocker.engine.network.Connection;
import dev.minidocker.engine.storage.ContainerRoot;
import dev.minidocker.image.LayerLease;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.proc.ProcessIdentity;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** What a container holds while it runs: its own directory, and its image's layers. */
final class ContainerFiles implements AutoCloseable {
  private final ContainerStore store;
  private final ContainerDirectory directory;
  private final ContainerRoot root;
  private final LayerLease layers;
  private final boolean temporary;
  private Optional<Connection> network = Optional.empty();
  private boolean born;
  private boolean closed;
  private boolean ended;

  /**
   * @param root what its root file system is made of
   * @param layers the image's layers, given back at the end
   * @param temporary whether they go when the container ends
   */
  ContainerFiles(
      ContainerStore store,
      ContainerDirectory directory,
      ContainerRoot root,
      LayerLease layers,
      boolean temporary) {
    this.store = store;
    this.directory = directory;
    this.root = root;
    this.layers = layers;
    this.temporary = temporary;
  }

  ContainerDirectory directory() {
    return directory;
  }

  ContainerRoot root() {
    return root;
  }

  /** Makes its root file system, as the state directory's driver does it. */
  void create() {
    store.driver().create(root);
  }

  /** What of its image it has changed, as the archive of a layer. */
  InputStream changes() {
    return store.driver().changes(root);
  }

  /** The container's way to others ends with it. */
  void connected(Connection connection) {
    network = Optional.of(connection);
  }

  /** What it was connected by. */
  Connection connection() {
    return network.orElseThrow();
  }

  /** What does not let its packets pass, a line each. */
  List<String> connectionWarnings() {
    return network.map(Connection::warnings).orElse(List.of());
  }

  /** The container's first process is there. */
  void born(int pid) {
    Optional<ProcessIdentity> process = ProcessIdentity.of(pid);
    process.ifPresent(directory::born);
    born = process.isPresent(); // or it died at once
  }

  /** The container has begun: from now on its files stay if they are meant to. */
  void started() {
    if (born) {
      directory.begun();
    }
    if (!temporary) {
      directory.keep();
    }
  }

  /** Its process has ended. */
  void ended(ExitStatus status) {
    if (!temporary && !ended) {
      ended = true;
      directory.ended(status);
    }
  }

  /** Removes everything, whether temporary or not. */
  void discard() {
    if (!closed) {
      closed = true;
      try (layers) {
        store.remove(directory);
      } finally {
        network.ifPresent(Connection::close); // whoever has a port next finds it released
      }
    }
  }

  @Override
  public void close() {
    if (temporary || !directory.isKept()) {
      discard();
    } else if (!closed) {
      closed = true;
      store.release(directory, false);
      directory.close();
      layers.close();
      network.ifPresent(Connection::close);
    }
  }
}
