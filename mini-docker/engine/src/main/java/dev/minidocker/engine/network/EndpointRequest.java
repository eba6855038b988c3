package dev.minidocker.engine.network;

import dev.minidocker.labs.net.HardwareAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What somebody asks for a container in one network; what is not asked is empty.
 *
 * @param network its name or id, or one of the modes that {@link NetworkRequest} has
 * @param address of IPv4
 * @param address6 of IPv6
 * @param hardware the address of its link
 * @param aliases by which others there find it beside its name
 */
public record EndpointRequest(
    String network,
    Optional<InetAddress> address,
    Optional<InetAddress> address6,
    Optional<HardwareAddress> hardware,
    List<String> aliases) {

  public EndpointRequest {
    aliases = List.copyOf(aliases);
  }

  /** A network of which nothing else is asked. */
  public static EndpointRequest in(String network) {
    return new EndpointRequest(
        network, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }

  /** Whether more is asked than to be there. */
  public boolean isParticular() {
    return !equals(in(network));
  }
}
