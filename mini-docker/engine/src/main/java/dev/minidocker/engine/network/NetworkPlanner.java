package dev.minidocker.engine.network;

import dev.minidocker.engine.naming.Ids;
import dev.minidocker.engine.naming.Names;
import dev.minidocker.labs.net.IpPrefix;
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
  private final NetworkDrivers drivers;
  private final HostBridges bridges;

  /**
   * @param others the networks that are there
   */
  NetworkPlanner(List<Network> others, NetworkDrivers drivers) {
    this.others = others;
    this.drivers = drivers;
    this.bridges = drivers.host();
  }

  /**
   * What the network will be, or is at other hosts; nothing is made.
   *
   * @throws NetworkException if a name can be none, a subnet overlaps another or a route, or the
   *     driver cannot have it
   */
  Plan plan(NetworkSpec spec) {
    check(spec.name());
    if (spec.name().equals(Network.DEFAULT) && !spec.driver().equals(BridgeDriver.NAME)) {
      throw new NetworkException(
          "\"" + spec.name() + "\" is the default network, a bridge. Choose another name");
    }
    NetworkDriver driver = drivers.check(spec, others);
    Optional<Network> known = driver.known(spec);
    if (known.isPresent()) {
      List<IpPrefix> routes = bridges.routes();
      known.get().subnets().forEach(subnet -> requireFree(subnet, routes));
      return new Plan(known.get(), driver, true);
    }
    NetworkDriver.Elsewhere elsewhere = driver.elsewhere(spec);
    Network planned = planned(spec, driver, elsewhere.networks());
    return new Plan(driver.settled(planned, spec, elsewhere), driver, false);
  }

  /**
   * What is to be made.
   *
   * @param known whether other hosts have it already
   */
  record Plan(Network network, NetworkDriver driver, boolean known) {}

  private Network planned(NetworkSpec spec, NetworkDriver driver, List<Network> elsewhere) {
    String id = Ids.random();
    return new Network(
        id,
        spec.name(),
        driver.name(),
        pools(spec, driver, elsewhere),
        spec.internal(),
        driver.isOnWire()
            ? ""
            : spec.option(Network.BRIDGE_NAME).orElseGet(() -> bridgeName(spec.name(), id)),
        spec.options(),
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

  /** Those that are asked for; one of IPv4 always, and one of IPv6 if that is asked. */
  private List<AddressPool> pools(NetworkSpec spec, NetworkDriver driver, List<Network> elsewhere) {
    List<IpPrefix> routes = bridges.routes();
    List<AddressPool> pools = new ArrayList<>(spec.pools());
    List<IpPrefix> foreign = driver.isOnWire() ? List.of() : routes; // the host is on it too
    pools.forEach(pool -> requireFree(pool.subnet(), foreign));
    if (pools.stream().noneMatch(pool -> pool.subnet().address() instanceof Inet4Address)) {
      List<IpPrefix> used = new ArrayList<>(routes);
      others.forEach(network -> used.addAll(network.subnets()));
      elsewhere.forEach(network -> used.addAll(network.subnets()));
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
    if (subnet.length() == 0) {
      throw new NetworkException(
          "subnet " + subnet + " is every address, of this host too. Choose a part of it");
    }
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
