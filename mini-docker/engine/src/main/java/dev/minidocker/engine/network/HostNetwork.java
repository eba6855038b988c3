package dev.minidocker.engine.network;

import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.InetSocket;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.proc.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The network namespace that has the bridges of networks: the one that this JVM is in, or for an
 * ordinary user, who may change nothing there, one that plays it.
 */
interface HostNetwork extends AutoCloseable {

  /**
   * Opens it for use; one that is played is made if it is not there.
   *
   * @param root the state directory
   * @throws NetworkException if it cannot be had
   */
  static HostNetwork open(Path root, boolean rootless) {
    return rootless ? RootlessNetns.enter(root) : OwnNetwork.HERE;
  }

  /** Its bridges and rules; the caller closes them. */
  HostBridges bridges();

  /** The way there, if this JVM is somewhere else. */
  Optional<NamespacePaths> entrance();

  /** The steps by which a process of this JVM comes there; names begin with {@code name}. */
  default Program enter(String name) {
    return entrance().map(paths -> paths.enter(name)).orElse(Program.EMPTY);
  }

  /**
   * A socket from which its containers are reached.
   *
   * @throws IOException if none can be had
   */
  InetSocket socket(InetSocket.Kind kind) throws IOException;

  /**
   * Sees to it that packets leave it, as long as this is open.
   *
   * @return why they do not, if so
   */
  default Optional<String> leadOutside() {
    return Optional.empty();
  }

  /**
   * Checks that a container's network can be connected here.
   *
   * @throws NetworkException if not, saying why
   */
  default void requireInReach(ProcessIdentity process) {}

  @Override
  void close();

  /** The one that this JVM is in. */
  enum OwnNetwork implements HostNetwork {
    HERE;

    @Override
    public HostBridges bridges() {
      return HostBridges.here();
    }

    @Override
    public Optional<NamespacePaths> entrance() {
      return Optional.empty();
    }

    @Override
    public InetSocket socket(InetSocket.Kind kind) throws IOException {
      try {
        return InetSocket.open(kind);
      } catch (ErrnoException e) {
        throw new IOException(e.getMessage(), e);
      }
    }

    @Override
    public void close() {
      // it is there anyway
    }
  }
}
