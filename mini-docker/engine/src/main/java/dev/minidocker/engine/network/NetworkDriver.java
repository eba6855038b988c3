package dev.minidocker.engine.network;

import dev.minidocker.labs.net.HardwareAddress;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.Uplink;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A kind of network: what of it is at the host, and what a container's link in it leads to. One is
 * chosen by {@link Network#driver}; see {@link NetworkDrivers}.
 */
interface NetworkDriver {

  /** By which {@code network create --driver} means it. */
  String name();

  /** The names that {@code network create --opt} may give it. */
  List<String> options();

  /**
   * Sees whether there can be such a network here; leaves nothing of it.
   *
   * @param others the networks that are there
   * @throws NetworkException if not, saying why
   */
  void check(NetworkSpec spec, List<Network> others);

  /**
   * Whether its containers are on a wire that others made: the host may know the subnet already,
   * has no bridge for it, and leads no port to it.
   */
  boolean isOnWire();

  /** The network of this name as other hosts have it, if they have; see {@link #announce}. */
  default Optional<Network> known(NetworkSpec spec) {
    return Optional.empty();
  }

  /**
   * What other hosts have, beside which a new network has to find a place.
   *
   * @param number for its tunnel, which was free before the others were looked at: whoever makes
   *     one meanwhile takes the same number, so that only one of the two can be announced
   */
  record Elsewhere(List<Network> networks, String number) {
    static final Elsewhere NOTHING = new Elsewhere(List.of(), "");
  }

  /** Looks at other hosts, if there are others. */
  default Elsewhere elsewhere(NetworkSpec spec) {
    return Elsewhere.NOTHING;
  }

  /** A new network, with what the driver has to add. */
  default Network settled(Network planned, NetworkSpec spec, Elsewhere elsewhere) {
    return planned;
  }

  /**
   * Tells other hosts that this one has the network, if there are others.
   *
   * @param known whether they know the network
   * @return whether that still holds; if not, it has to be planned again
   */
  default boolean announce(Network network, boolean known) {
    return true;
  }

  /** Whether a container's part in it has to be kept up by the process that runs the container. */
  default boolean isKeptUp() {
    return false;
  }

  /** A new container's part in it. */
  default Membership member(Network network, String container) {
    return Membership.LOCAL;
  }

  /**
   * What a new container's link leads to; made if it is not there.
   *
   * @param outside a name for what of it is at the host
   * @throws NetworkException if it cannot be had
   */
  Uplink uplink(Network network, String outside);

  /** What the tables of others do not let pass, a line each. */
  default List<String> warnings(Network network) {
    return List.of();
  }

  /** The same as {@link #uplink}, as far as it is known; nothing is made. */
  Uplink foreseen(Network network, String outside);

  /** Where its containers send what is for everybody else; see {@code Endpoint}. */
  default List<InetAddress> gateways(Network network) {
    return network.gateways().stream().map(IpPrefix::address).toList();
  }

  /**
   * The hardware address of a new link; empty if it is not for us to choose.
   *
   * @param asked the one that the container asks for
   * @param addresses those that it has
   * @throws NetworkException if it cannot have the one it asks for
   */
  default Optional<HardwareAddress> hardware(
      Network network, Optional<HardwareAddress> asked, List<IpPrefix> addresses) {
    return asked.or(
        () ->
            addresses.stream()
                .map(IpPrefix::address)
                .filter(Inet4Address.class::isInstance)
                .map(address -> HardwareAddress.of((Inet4Address) address))
                .findFirst());
  }

  /** Removes what of a network is at the host, as far as it is there. */
  void unmake(Network network);
}
