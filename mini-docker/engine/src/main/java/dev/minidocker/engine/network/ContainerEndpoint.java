package dev.minidocker.engine.network;

import dev.minidocker.image.json.JsonFields;
import dev.minidocker.labs.net.HardwareAddress;
import dev.minidocker.labs.net.IpPrefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container's place in a network.
 *
 * @param network its name
 * @param link the name of the container's end
 * @param addresses with the lengths of their subnets
 * @param hardware the link's own address; empty if it was left to the kernel
 * @param names by which others in the network find it, if there are names
 */
public record ContainerEndpoint(
    String network,
    String link,
    List<IpPrefix> addresses,
    Optional<HardwareAddress> hardware,
    List<String> names) {

  public ContainerEndpoint {
    addresses = List.copyOf(addresses);
    names = List.copyOf(names);
  }

  /** Its address of this version. */
  public Optional<InetAddress> address(boolean version4) {
    return addresses.stream()
        .map(IpPrefix::address)
        .filter(address -> address instanceof Inet4Address == version4)
        .findFirst();
  }

  Map<String, Object> encode() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("network", network);
    all.put("link", link);
    all.put("addresses", addresses.stream().map(IpPrefix::toString).toList());
    hardware.ifPresent(address -> all.put("hardware", address.toString()));
    all.put("names", names);
    return all;
  }

  static ContainerEndpoint decode(JsonFields fields) {
    return new ContainerEndpoint(
        fields.text("network"),
        fields.text("link"),
        fields.texts("addresses").stream().map(IpPrefix::parse).toList(),
        Optional.of(fields.text("hardware"))
            .filter(text -> !text.isEmpty())
            .map(HardwareAddress::parse),
        fields.texts("names"));
  }
}
