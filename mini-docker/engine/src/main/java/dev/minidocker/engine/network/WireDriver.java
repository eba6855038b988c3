package dev.minidocker.engine.network;

import dev.minidocker.labs.net.Uplink;

/** Containers stand on the wire of a link of the host, which has nothing for them but that link. */
interface WireDriver extends NetworkDriver {

  @Override
  default boolean isOnWire() {
    return true;
  }

  /** The parent is there before the network is. */
  @Override
  default Uplink foreseen(Network network, String outside) {
    return uplink(network, outside);
  }

  @Override
  default void unmake(Network network) {
    // its links are in the namespaces of containers, and go with these
  }
}
