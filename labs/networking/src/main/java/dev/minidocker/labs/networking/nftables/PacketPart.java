package dev.minidocker.labs.networking.nftables;

import dev.minidocker.labs.networking.nftables.expression.Expression;
import dev.minidocker.labs.networking.nftables.expression.Meta;
import dev.minidocker.labs.networking.nftables.expression.Payload;
import dev.minidocker.labs.networking.nftables.expression.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** What of a packet can be loaded into a register. */
public enum PacketPart {
  INPUT_INTERFACE(DataType.IFNAME, to -> new Meta(Meta.NFT_META_IIFNAME, to)),
  OUTPUT_INTERFACE(DataType.IFNAME, to -> new Meta(Meta.NFT_META_OIFNAME, to)),
  PROTOCOL(DataType.INET_PROTO, to -> new Meta(Meta.NFT_META_L4PROTO, to)),
  /** {@code saddr} of {@code struct iphdr}, {@code linux/ip.h}. */
  IP_SOURCE(DataType.IPV4_ADDR, network(12, 4)),
  IP_DESTINATION(DataType.IPV4_ADDR, network(16, 4)),
  /** {@code saddr} of {@code struct ipv6hdr}, {@code linux/ipv6.h}. */
  IP6_SOURCE(DataType.IPV6_ADDR, network(8, 16)),
  IP6_DESTINATION(DataType.IPV6_ADDR, network(24, 16)),
  /** At the same place in TCP, UDP and SCTP. */
  DESTINATION_PORT(
      DataType.INET_SERVICE, to -> new Payload(to, Payload.NFT_PAYLOAD_TRANSPORT_HEADER, 2, 2)),
  SOURCE_PORT(
      DataType.INET_SERVICE, to -> new Payload(to, Payload.NFT_PAYLOAD_TRANSPORT_HEADER, 0, 2));

  private final DataType type;
  private final IntFunction<Expression> load;

  PacketPart(DataType type, IntFunction<Expression> load) {
    this.type = type;
    this.load = load;
  }

  private static IntFunction<Expression> network(int offset, int length) {
    return to -> new Payload(to, Payload.NFT_PAYLOAD_NETWORK_HEADER, offset, length);
  }

  DataType type() {
    return type;
  }

  /** Loads it into the first register. */
  Expression load() {
    return load.apply(Registers.FIRST);
  }

  /** Loads several, one behind the other, as the keys of a set have them. */
  static List<Expression> loads(PacketPart... parts) {
    List<Expression> loads = new ArrayList<>();
    int register = Registers.FIRST;
    for (PacketPart part : parts) {
      loads.add(part.load.apply(register));
      register = Registers.behind(register, part.type.bytes());
    }
    return loads;
  }
}
