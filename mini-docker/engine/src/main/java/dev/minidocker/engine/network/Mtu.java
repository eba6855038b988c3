package dev.minidocker.engine.network;

import dev.minidocker.labs.networking.ipam.AddressPool;
import java.net.Inet6Address;
import java.util.Optional;

/** The longest packet of the links of a network, in bytes, where a network asks for one. */
final class Mtu {
  /** As docker calls it. */
  static final String OPTION = "com.docker.network.driver.mtu";

  /** What every link has to carry by RFC 791, and by RFC 8200. */
  private static final int LEAST_OF_IPV4 = 68;

  private static final int LEAST_OF_IPV6 = 1280;

  /** {@code ETH_MAX_MTU}; a packet's length has 16 bits. */
  private static final int MOST = 65535;

  private Mtu() {}

  /**
   * Sees whether links can have what is asked.
   *
   * @throws NetworkException if not
   */
  static void check(NetworkSpec spec) {
    boolean six = spec.version6() || spec.pools().stream().anyMatch(Mtu::isOfIpv6);
    int least = six ? LEAST_OF_IPV6 : LEAST_OF_IPV4;
    spec.option(OPTION)
        .filter(asked -> !isWithin(asked, least))
        .ifPresent(
            asked -> {
              throw new NetworkException(
                  String.format(
                      "-o %s=%s: give bytes, from %d%s to %d",
                      OPTION, asked, least, six ? ", which IPv6 demands," : "", MOST));
            });
  }

  private static boolean isOfIpv6(AddressPool pool) {
    return pool.gateway() instanceof Inet6Address;
  }

  private static boolean isWithin(String asked, int least) {
    try {
      int bytes = Integer.parseInt(asked);
      return least <= bytes && bytes <= MOST;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** What is asked for a network, which {@link #check} has seen. */
  static Optional<Integer> of(NetworkSpec spec) {
    return spec.option(OPTION).map(Integer::valueOf);
  }

  /** What a network has asked for. */
  static Optional<Integer> of(Network network) {
    return Optional.ofNullable(network.options().get(OPTION)).map(Integer::valueOf);
  }
}
