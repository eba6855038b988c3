package dev.minidocker.engine.network;

import java.util.List;

/**
 * The drivers that there are, at the network namespace that this JVM is in.
 *
 * @param store whose lock is held while something is made
 */
record NetworkDrivers(NetworkStore store, HostBridges host) {

  private List<NetworkDriver> all() {
    return List.of(
        new BridgeDriver(store, host),
        new MacvlanDriver(host),
        new IpvlanDriver(host),
        new OverlayDriver(store, host));
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
    return all().stream()
        .filter(driver -> driver.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new NetworkException(
                    "there is no network driver \""
                        + name
                        + "\"; there are "
                        + String.join(", ", all().stream().map(NetworkDriver::name).toList())));
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
