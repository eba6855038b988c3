package dev.minidocker.engine.network;

import dev.minidocker.labs.networking.ipam.AddressPool;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code network create} asks for; what is not asked is empty.
 *
 * @param driver the name of the kind of network
 * @param pools one of IPv4, one of IPv6, or both; of IPv4 one is chosen if there is none
 * @param version6 whether one of IPv6 is chosen if there is none
 * @param internal whether its containers reach nobody outside of it
 * @param options for the driver
 */
public record NetworkSpec(
    String name,
    String driver,
    List<AddressPool> pools,
    boolean version6,
    boolean internal,
    Map<String, String> options,
    Map<String, String> labels) {

  public NetworkSpec {
    pools = List.copyOf(pools);
    options = Map.copyOf(options);
    labels = Map.copyOf(labels);
  }

  /** A bridge of this name of which nothing else is asked. */
  public static NetworkSpec named(String name) {
    return new NetworkSpec(name, BridgeDriver.NAME, List.of(), false, false, Map.of(), Map.of());
  }

  /** What an option is set to. */
  Optional<String> option(String option) {
    return Optional.ofNullable(options.get(option));
  }
}
