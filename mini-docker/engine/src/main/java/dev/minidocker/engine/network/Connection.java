package dev.minidocker.engine.network;

import java.util.List;

/** A container's way to others, while it runs; closing it gives the ports of the host back. */
public final class Connection implements AutoCloseable {
  private final NetworkMode mode;
  private final Connections connections;
  private final List<HeldPort> ports;

  Connection(NetworkMode mode, Connections connections, List<HeldPort> ports) {
    this.mode = mode;
    this.connections = connections;
    this.ports = List.copyOf(ports);
  }

  /** A way that needs nothing of what others could need. */
  static Connection of(NetworkMode mode) {
    return new Connection(mode, Connections.NONE, List.of());
  }

  public NetworkMode mode() {
    return mode;
  }

  public Connections connections() {
    return connections;
  }

  @Override
  public void close() {
    ports.forEach(HeldPort::close);
  }
}
