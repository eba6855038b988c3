package dev.minidocker.labs.net.model;

import dev.minidocker.labs.net.IpPrefix;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/** What is seen in a network namespace. */
public record Sight(Set<SeenLink> links, Set<SeenRoute> routes) {

  public Sight {
    links = Set.copyOf(links);
    routes = Set.copyOf(routes);
  }

  /**
   * A link.
   *
   * @param carrier whether it is a veth, up, with a peer that is up; not said of bridges
   * @param bridge the name of the one that it is a port of
   */
  public record SeenLink(
      String name, boolean up, boolean carrier, Optional<String> bridge, Set<IpPrefix> addresses) {}

  /** A route over the link of this name. */
  public record SeenRoute(IpPrefix destination, Optional<InetAddress> gateway, String link) {}

  /** Over the link of this name, to the gateway or to the destination itself. */
  public record Way(Optional<InetAddress> gateway, String link) {}
}
