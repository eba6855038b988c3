package dev.minidocker.labs.net;

import dev.minidocker.linux.netlink.Attribute;
import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.route.LinkMessage;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is particular about a link of its kind, in the words of ip(8). */
public final class KindText {
  private KindText() {}

  /** {@code id 42 dstport 4789} of a VXLAN, {@code mode bridge} of a macvlan; "" of most. */
  public static String of(Link link) {
    Attributes data = link.data();
    return switch (link.kind().orElse("")) {
      case "vxlan" -> vxlan(data);
      case "vlan" -> data.find(LinkMessage.IFLA_VLAN_ID).map(id -> "id " + id.number()).orElse("");
      case "macvlan", "macvtap" ->
          number(data, LinkMessage.IFLA_MACVLAN_MODE)
              .flatMap(
                  number ->
                      Arrays.stream(MacvlanMode.values())
                          .filter(mode -> mode.number() == number)
                          .findFirst())
              .map(KindText::mode)
              .orElse("");
      case "ipvlan", "ipvtap" ->
          number(data, LinkMessage.IFLA_IPVLAN_MODE)
              .flatMap(
                  number ->
                      Arrays.stream(IpvlanMode.values())
                          .filter(mode -> mode.number() == number)
                          .findFirst())
              .map(KindText::mode)
              .orElse("");
      default -> "";
    };
  }

  private static String mode(Enum<?> mode) {
    return "mode " + mode.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<Long> number(Attributes data, int attribute) {
    return data.find(attribute).map(Attribute::number);
  }

  private static String vxlan(Attributes data) {
    List<String> words = new ArrayList<>();
    number(data, LinkMessage.IFLA_VXLAN_ID).ifPresent(id -> words.add("id " + id));
    address(data, LinkMessage.IFLA_VXLAN_GROUP)
        .or(() -> address(data, LinkMessage.IFLA_VXLAN_GROUP6))
        .ifPresent(
            group ->
                words.add(
                    (group.isMulticastAddress() ? "group " : "remote ") + AddressText.of(group)));
    address(data, LinkMessage.IFLA_VXLAN_LOCAL)
        .or(() -> address(data, LinkMessage.IFLA_VXLAN_LOCAL6))
        .ifPresent(local -> words.add("local " + AddressText.of(local)));
    data.find(LinkMessage.IFLA_VXLAN_PORT)
        .ifPresent(
            port ->
                words.add(
                    "dstport " + (port.value().order(ByteOrder.BIG_ENDIAN).getShort() & 0xffff)));
    return String.join(" ", words);
  }

  private static Optional<InetAddress> address(Attributes data, int attribute) {
    return data.find(attribute).map(Attribute::address);
  }
}
