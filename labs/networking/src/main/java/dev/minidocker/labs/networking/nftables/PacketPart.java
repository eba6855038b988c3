package dev.minidocker.labs.networking.nftables;

import dev.minidocker.labs.networking.nftables.expression.Expression;
import dev.minidocker.labs.networking.nftables.expression.Meta;
import dev.minidocker.labs.networking.nftables.expression.Payload;
import dev.minidocker.labs.networking.nftables.expression.Registers;
import java.util.ArrayList;
import java.util.List;

/** What of a packet can be loaded into a register. */
public enum PacketPart {
  INPUT_INTERFACE(DataType.IFNAME, Where.META, Meta.NFT_META_IIFNAME),
  OUTPUT_INTERFACE(DataType.IFNAME, Where.META, Meta.NFT_META_OIFNAME),
  PROTOCOL(DataType.INET_PROTO, Where.META, Meta.NFT_META_L4PROTO),
  /** {@code saddr} of {@code struct iphdr}, {@code linux/ip.h}. */
  IP_SOURCE(DataType.IPV4_ADDR, Where.NETWORK_HEADER, 12),
  IP_DESTINATION(DataType.IPV4_ADDR, Where.NETWORK_HEADER, 16),
  /** {@code saddr} of {@code struct ipv6hdr}, {@code linux/ipv6.h}. */
  IP6_SOURCE(DataType.IPV6_ADDR, Where.NETWORK_HEADER, 8),
  IP6_DESTINATION(DataType.IPV6_ADDR, Where.NETWORK_HEADER, 24),
  /** At the same place in TCP, UDP and SCTP. */
  SOURCE_PORT(DataType.INET_SERVICE, Where.TRANSPORT_HEADER, 0),
  DESTINATION_PORT(DataType.INET_SERVICE, Where.TRANSPORT_HEADER, 2);

  private enum Where {
    META,
    NETWORK_HEADER,
    TRANSPORT_HEADER
  }

  private final DataType type;
  private final Where where;
  private final int number;

  /**
   * @param number the key of what is not in the packet itself; else, where it begins there
   */
  PacketPart(DataType type, Where where, int number) {
    this.type = type;
    this.where = where;
    this.number = number;
  }

  DataType type() {
    return type;
  }

  /** Loads it into the first register. */
  Expression load() {
    return load(Registers.FIRST);
  }

  private Expression load(int register) {
    return switch (where) {
      case META -> new Meta(number, register);
      case NETWORK_HEADER ->
          new Payload(register, Payload.NFT_PAYLOAD_NETWORK_HEADER, number, type.bytes());
      case TRANSPORT_HEADER ->
          new Payload(register, Payload.NFT_PAYLOAD_TRANSPORT_HEADER, number, type.bytes());
    };
  }

  /** Loads several, one behind the other, as the keys of a set have them. */
  static List<Expression> loads(PacketPart... parts) {
    List<Expression> loads = new ArrayList<>();
    int register = Registers.FIRST;
    for (PacketPart part : parts) {
      loads.add(part.load(register));
      register = Registers.behind(register, part.type.bytes());
    }
    return loads;
  }
}
