package dev.minidocker.labs.networking;

import dev.minidocker.labs.net.IpPrefix;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What rules must know of a network whose containers meet at a bridge of the host.
 *
 * @param bridge the link's name
 * @param subnets one of IPv4, one of IPv6, or both
 * @param outside how its containers appear outside
 */
public record BridgeNetwork(String bridge, List<IpPrefix> subnets, Outside outside) {

  /** How containers appear to those outside of their network. */
  public sealed interface Outside {

    /** Not at all: what leaves the network is dropped. */
    record Internal() implements Outside {}

    /** As they are: the others know a route back. */
    record Routed() implements Outside {}

    /**
     * With an address of the host.
     *
     * @param source the address; nothing for the one of the link by which a packet leaves, of which
     *     only subnets of the same version make use
     */
    record Masqueraded(Optional<InetAddress> source) implements Outside {}
  }

  public static final Outside INTERNAL = new Outside.Internal();
  public static final Outside ROUTED = new Outside.Routed();
  public static final Outside MASQUERADED = new Outside.Masqueraded(Optional.empty());

  private static final int LONGEST_NAME = 15;

  public BridgeNetwork {
    subnets = List.copyOf(subnets);
    if (bridge.isEmpty() || bridge.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("a link's name has 1 to 15 bytes: " + bridge);
    }
  }

  boolean isInternal() {
    return outside instanceof Outside.Internal;
  }
}
