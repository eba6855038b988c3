package dev.minidocker.labs.net;

import java.net.InetAddress;

/**
 * How a container is connected to a bridge of the host.
 *
 * @param inside the container's end of the veth pair, with an index of our choice
 * @param outside the host's end
 * @param bridge the index of the bridge, which the host's end becomes a port of
 * @param address of the container's end
 * @param gateway where packets to everywhere else go: the bridge's address
 */
public record Endpoint(
    NewLink inside, String outside, int bridge, IpPrefix address, InetAddress gateway) {

  public Endpoint {
    NewLink.checked(outside);
    if (inside.index() == 0 || inside.master() > 0 || bridge <= 0) {
      throw new IllegalArgumentException(
          "the inner end is numbered and of no bridge; the bridge has an index");
    } else if (!address.contains(gateway)) {
      throw new IllegalArgumentException(
          gateway.getHostAddress()
              + " is no neighbour of "
              + address
              + ". Choose a gateway of the same network");
    }
  }
}
