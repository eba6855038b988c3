package dev.minidocker.labs.net;

import java.net.InetAddress;
import java.util.List;

/**
 * How a container is connected to a bridge of the host.
 *
 * @param inside the container's end of the veth pair, with an index of our choice
 * @param outside the host's end
 * @param bridge the index of the bridge, which the host's end becomes a port of
 * @param addresses of the container's end
 * @param gateways where packets to everywhere else go: the bridge's addresses; none if nowhere
 */
public record Endpoint(
    NewLink inside,
    String outside,
    int bridge,
    List<IpPrefix> addresses,
    List<InetAddress> gateways) {

  public Endpoint {
    addresses = List.copyOf(addresses);
    gateways = List.copyOf(gateways);
    NewLink.checked(outside);
    if (inside.index() == 0 || inside.master() > 0 || bridge <= 0) {
      throw new IllegalArgumentException(
          "the inner end is numbered and of no bridge; the bridge has an index");
    }
    for (InetAddress gateway : gateways) {
      if (addresses.stream().noneMatch(address -> address.contains(gateway))) {
        throw new IllegalArgumentException(
            gateway.getHostAddress()
                + " is no neighbour of "
                + addresses
                + ". Choose a gateway of the same network");
      }
    }
  }
}
