package dev.minidocker.engine.network;

import dev.minidocker.labs.networking.ipam.AddressPool;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** A container's part in a network of which other hosts know too. Closing it ends that part. */
interface Membership extends AutoCloseable {

  /** In a network of this host alone: nobody else has to be told. */
  Membership LOCAL =
      new Membership() {
        @Override
        public Optional<InetAddress> reserve(AddressPool pool, Optional<InetAddress> wanted) {
          return wanted;
        }

        @Override
        public void announce(ContainerEndpoint endpoint) {
          // who is here reads it in the files
        }

        @Override
        public List<ContainerEndpoint> elsewhere() {
          return List.of();
        }

        @Override
        public void close() {
          // nothing was begun
        }
      };

  /** An address that no container at another host has, if these have a say in it. */
  Optional<InetAddress> reserve(AddressPool pool, Optional<InetAddress> wanted);

  /** Tells the others of the container, and goes on learning of theirs until it is closed. */
  void announce(ContainerEndpoint endpoint);

  /** The containers of this network at other hosts, as far as is known. */
  List<ContainerEndpoint> elsewhere();

  @Override
  void close();
}
