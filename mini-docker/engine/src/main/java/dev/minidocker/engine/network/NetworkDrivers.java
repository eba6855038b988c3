package dev.minidocker.engine.network;

import java.util.List;

/**
 * The drivers that there are, at the network namespace of a {@link HostNetwork}.
 *
 * @param store whose lock is held while something is made
 */
record NetworkDrivers(NetworkStore store, HostBridges host) {

  private static final List<String> NAMES = List.of("bridge", "macvlan", "ipvlan", "overlay");

  /** Whether rules lead ports of the host to containers, and not a {@link PortProxy} alone. */
  boolean translate() {
    return !host.arePlayed();
  }

  NetworkDriver of(Network network) {
    return named(network.driver());
  }

  /**
   * The driver of this name.
   *
   * @throws NetworkException if there is none
   */
  NetworkDriver named(String name) {
    if (host.arePlayed() && NAMES.contains(name) && !name.equals(BridgeDriver.NAME)) {
      throw new NetworkException(
          "driver "
              + name
              + ": it needs a link and addresses of the host, which an ordinary user may not use;"
              + " networks of an ordinary user have driver bridge. Leave --driver out, or run it as"
              + " root");
    }
    return switch (name) {
      case "bridge" -> new BridgeDriver(store, host);
      case "macvlan" -> new MacvlanDriver(host);
      case "ipvlan" -> new IpvlanDriver(host);
      case "overlay" -> new OverlayDriver(store, host);
      default ->
          throw new NetworkException(
              "there is no network driver \"" + name + "\"; there are " + String.join(", ", NAMES));
    };
  }

  /**
   * Sees whether there can be such a network.
   *
   * @param others the networks that are there
   * @throws NetworkException if not, saying why
   */
  NetworkDriver check(NetworkSpec spec, List<Network> others) {
    NetworkDriver driver = named(spec.driver());
    for (String option : spec.options().keySet()) {
      if (!driver.options().contains(option)) {
        throw new NetworkException(
            "-o "
                + option
                + " is not known to driver "
                + driver.name()
                + "; there is "
                + String.join(", ", driver.options()));
      }
    }
    driver.check(spec, others);
    return driver;
  }
}
