package dev.minidocker.engine.network;

import dev.minidocker.engine.naming.Ids;
import dev.minidocker.engine.naming.Names;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.NewLink;
import dev.minidocker.labs.networking.ipam.AddressPool;
import dev.minidocker.labs.networking.ipam.SubnetPool;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Works out a new {@link Network} from what was asked, the other networks, and the host. */
final class NetworkPlanner {
  private static final String USUAL_BRIDGE = "md0";
  private static final List<String> MODES =
      List.of(NetworkRequest.NONE, NetworkRequest.HOST, "container", "default");

  private final List<Network> others;
  private final HostBridges bridges;

  /**
   * @param others the networks that are there
   */
  NetworkPlanner(List<Network> others, HostBridges bridges) {
    this.others = others;
    this.bridges = bridges;
  }

  /**
   * What the network will be; nothing is made.
   *
   * @throws NetworkException if a name can be none, or a subnet overlaps another or a route
   */
  Network plan(NetworkSpec spec) {
    check(spec.name());
    spec.bridge().ifPresent(NetworkPlanner::checkLink);
    String id = Ids.random();
    return new Network(
        id,
        spec.name(),
        pools(spec),
        spec.internal(),
        spec.bridge().orElseGet(() -> bridgeName(spec.name(), id)),
        spec.labels(),
        System.currentTimeMillis());
  }

  private static void check(String name) {
    if (!Names.allowed(name)) {
      throw new NetworkException("\"" + name + "\" cannot be a network's name: " + Names.RULE);
    } else if (MODES.contains(name)) {
      throw new NetworkException(
          "\"" + name + "\" means something else to --network. Choose another name");
    }
  }

  private static void checkLink(String bridge) {
    try {
      NewLink.named(bridge);
    } catch (IllegalArgumentException e) {
      throw new NetworkException("the bridge: " + e.getMessage(), e);
    }
  }

  /** Those that are asked for; one of IPv4 always, and one of IPv6 if that is asked. */
  private List<AddressPool> pools(NetworkSpec spec) {
    List<IpPrefix> routes = bridges.routes();
    List<AddressPool> pools = new ArrayList<>(spec.pools());
    pools.forEach(pool -> requireFree(pool.subnet(), routes));
    if (pools.stream().noneMatch(pool -> pool.subnet().address() instanceof Inet4Address)) {
      List<IpPrefix> used = new ArrayList<>(routes);
      others.forEach(network -> used.addAll(network.subnets()));
      pools.add(0, pool(SubnetPool.next(used)));
    }
    if (spec.version6() && pools.size() < 2) {
      pools.add(pool(SubnetPool.uniqueLocal(new BigInteger(Ids.random(), 16))));
    }
    return pools;
  }

  private static AddressPool pool(IpPrefix subnet) {
    return AddressPool.of(subnet, Optional.empty(), Optional.empty());
  }

  private void requireFree(IpPrefix subnet, List<IpPrefix> routes) {
    for (Network other : others) {
      if (other.subnets().stream().anyMatch(used -> SubnetPool.overlap(subnet, used))) {
        throw new NetworkException(
            "subnet "
                + subnet
                + " overlaps "
                + other.subnets()
                + " of network "
                + other.name()
                + ". Choose another, or remove that network");
      }
    }
    for (IpPrefix route : routes) {
      if (SubnetPool.overlap(subnet, route)) {
        throw new NetworkException(
            "subnet "
                + subnet
                + " overlaps "
                + route
                + ", to which this host has a route already. Choose another");
      }
    }
  }

  /** The usual name, where it is free, as another state directory may have a network too. */
  private String bridgeName(String network, String id) {
    return network.equals(Network.DEFAULT) && bridges.find(USUAL_BRIDGE).isEmpty()
        ? USUAL_BRIDGE
        : "md-" + Ids.shortened(id);
  }
}
