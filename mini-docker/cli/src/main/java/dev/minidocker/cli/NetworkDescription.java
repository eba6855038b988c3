package dev.minidocker.cli;

import dev.minidocker.engine.network.ContainerEndpoint;
import dev.minidocker.engine.network.Network;
import dev.minidocker.engine.network.Networks;
import dev.minidocker.labs.net.HardwareAddress;
import dev.minidocker.labs.networking.ipam.AddressPool;
import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A network in the fields of docker's API. */
final class NetworkDescription {
  private NetworkDescription() {}

  static Map<String, Object> of(Networks networks, Network network) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("Name", network.name());
    all.put("Id", network.id());
    all.put("Created", Instant.ofEpochMilli(network.createdMillis()).toString());
    all.put("Scope", scope(network));
    all.put("Driver", network.driver());
    all.put("EnableIPv6", network.pools().size() > 1);
    all.put("IPAM", addresses(network));
    all.put("Internal", network.internal());
    all.put("Containers", containers(networks, network));
    all.put("Options", options(network));
    all.put("Labels", network.labels());
    return all;
  }

  /** Docker's word for the hosts that know of it. */
  static String scope(Network network) {
    return network.isShared() ? "global" : "local";
  }

  private static Map<String, String> options(Network network) {
    Map<String, String> all = new TreeMap<>(network.options());
    if (!network.bridge().isEmpty()) {
      all.put(Network.BRIDGE_NAME, network.bridge());
    }
    return all;
  }

  private static Map<String, Object> addresses(Network network) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("Driver", "default");
    all.put("Options", Map.of());
    all.put("Config", network.pools().stream().map(NetworkDescription::pool).toList());
    return all;
  }

  private static Map<String, Object> pool(AddressPool pool) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("Subnet", pool.subnet().toString());
    if (!pool.range().equals(pool.subnet())) {
      all.put("IPRange", pool.range().toString());
    }
    all.put("Gateway", pool.gateway().getHostAddress());
    if (!pool.auxiliary().isEmpty()) {
      Map<String, String> auxiliary = new TreeMap<>();
      pool.auxiliary().forEach((name, address) -> auxiliary.put(name, address.getHostAddress()));
      all.put("AuxiliaryAddresses", auxiliary);
    }
    return all;
  }

  private static Map<String, Object> containers(Networks networks, Network network) {
    Map<String, Object> all = new LinkedHashMap<>();
    networks.endpoints(network).forEach((id, endpoint) -> all.put(id, endpoint(endpoint)));
    return all;
  }

  private static Map<String, Object> endpoint(ContainerEndpoint endpoint) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("Name", endpoint.names().stream().findFirst().orElse(""));
    all.put("MacAddress", endpoint.hardware().map(HardwareAddress::toString).orElse(""));
    all.put("IPv4Address", endpoint.address(true).map(InetAddress::getHostAddress).orElse(""));
    all.put("IPv6Address", endpoint.address(false).map(InetAddress::getHostAddress).orElse(""));
    return all;
  }
}
