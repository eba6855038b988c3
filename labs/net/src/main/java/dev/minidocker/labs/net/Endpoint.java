package dev.minidocker.labs.net;

import java.net.InetAddress;
import java.util.List;

/**
 * How a container is connected to the host, and by it to others.
 *
 * @param inside the container's link, with an index of our choice, which no link of the host has
 * @param uplink what it leads to
 * @param addresses of that link
 * @param gateways where packets to everywhere else go: neighbours of the addresses; the unspecified
 *     address (0.0.0.0, ::) means the link itself, as everybody answers there; none if nowhere
 */
public record Endpoint(
    NewLink inside, Uplink uplink, List<IpPrefix> addresses, List<InetAddress> gateways) {

  public Endpoint {
    addresses = List.copyOf(addresses);
    gateways = List.copyOf(gateways);
    if (inside.index() == 0 || inside.master() > 0) {
      throw new IllegalArgumentException("the container's link is numbered and of no bridge");
    }
    for (InetAddress gateway : gateways) {
      if (!gateway.isAnyLocalAddress()
          && addresses.stream().noneMatch(address -> address.contains(gateway))) {
        throw new IllegalArgumentException(
            gateway.getHostAddress()
                + " is no neighbour of "
                + addresses
                + ". Choose a gateway of the same network");
      }
    }
  }
}
