package dev.minidocker.engine.network;

import dev.minidocker.labs.networking.ipam.AddressPool;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code network create} asks for; what is not asked is empty.
 *
 * @param pools one of IPv4, one of IPv6, or both; of IPv4 one is chosen if there is none
 * @param version6 whether one of IPv6 is chosen if there is none
 * @param internal whether its containers reach nobody outside of it
 * @param bridge the name of the link
 */
public record NetworkSpec(
    String name,
    List<AddressPool> pools,
    boolean version6,
    boolean internal,
    Optional<String> bridge,
    Map<String, String> labels) {

  public NetworkSpec {
    pools = List.copyOf(pools);
    labels = Map.copyOf(labels);
  }

  /** A network of this name of which nothing else is asked. */
  public static NetworkSpec named(String name) {
    return new NetworkSpec(name, List.of(), false, false, Optional.empty(), Map.of());
  }
}
