package dev.minidocker.labs.networking.nftables;

import static dev.minidocker.labs.networking.nftables.expression.Cmp.NFT_CMP_EQ;
import static dev.minidocker.labs.networking.nftables.expression.Cmp.NFT_CMP_NEQ;

import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.nftables.expression.Bitwise;
import dev.minidocker.labs.networking.nftables.expression.Cmp;
import dev.minidocker.labs.networking.nftables.expression.Ct;
import dev.minidocker.labs.networking.nftables.expression.Expression;
import dev.minidocker.labs.networking.nftables.expression.Fib;
import dev.minidocker.labs.networking.nftables.expression.Lookup;
import dev.minidocker.labs.networking.nftables.expression.Meta;
import dev.minidocker.labs.networking.nftables.expression.Registers;
import dev.minidocker.labs.networking.nftables.expression.Value;
import dev.minidocker.linux.netlink.Wire;
import dev.minidocker.linux.netlink.route.RouteMessage;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What must hold of a packet; where it does not, the rule is left. */
public final class Match {
  private static final int NFPROTO_IPV4 = 2;
  private static final int NFPROTO_IPV6 = 10;

  /** The state of a packet's connection; {@code linux/netfilter/nf_conntrack_common.h}. */
  public enum ConnectionState {
    INVALID(1),
    ESTABLISHED(2),
    RELATED(4),
    NEW(8),
    UNTRACKED(64);

    private final int bit;

    ConnectionState(int bit) {
      this.bit = bit;
    }
  }

  /** {@code IPS_DST_NAT}. */
  private static final int DESTINATION_TRANSLATED = 1 << 5;

  private Match() {}

  public static Statement inputInterface(String name) {
    return is(PacketPart.INPUT_INTERFACE, NFT_CMP_EQ, Value.ofInterface(name));
  }

  public static Statement outputInterface(String name) {
    return is(PacketPart.OUTPUT_INTERFACE, NFT_CMP_EQ, Value.ofInterface(name));
  }

  /** It leaves by a link whose name begins so. */
  public static Statement outputInterfaces(String beginning) {
    byte[] bytes = beginning.getBytes(StandardCharsets.UTF_8);
    return is(PacketPart.OUTPUT_INTERFACE, NFT_CMP_EQ, new Value(ByteBuffer.wrap(bytes)));
  }

  public static Statement outputInterfaceOtherThan(String name) {
    return is(PacketPart.OUTPUT_INTERFACE, NFT_CMP_NEQ, Value.ofInterface(name));
  }

  private static Statement is(PacketPart part, int how, Value value) {
    return Statement.of(part.load(), new Cmp(Registers.FIRST, how, value));
  }

  /**
   * It is of version 4 or 6 of the Internet Protocol, which in a table of both must be asked first.
   */
  private static Statement version(boolean six) {
    int register = Registers.FIRST;
    return Statement.of(
        new Meta(Meta.NFT_META_NFPROTO, register),
        new Cmp(register, NFT_CMP_EQ, Value.ofByte(six ? NFPROTO_IPV6 : NFPROTO_IPV4)));
  }

  public static Statement ipVersion4() {
    return version(false);
  }

  public static Statement ipVersion6() {
    return version(true);
  }

  public static Statement source(IpPrefix network) {
    return address(network, true, NFT_CMP_EQ);
  }

  public static Statement destination(IpPrefix network) {
    return address(network, false, NFT_CMP_EQ);
  }

  public static Statement destinationOutside(IpPrefix network) {
    return address(network, false, NFT_CMP_NEQ);
  }

  private static Statement address(IpPrefix network, boolean source, int how) {
    boolean six = !(network.address() instanceof Inet4Address);
    PacketPart part =
        six
            ? source ? PacketPart.IP6_SOURCE : PacketPart.IP6_DESTINATION
            : source ? PacketPart.IP_SOURCE : PacketPart.IP_DESTINATION;
    Value value = Value.of(network.network().address());
    int length = part.type().bytes();
    int register = Registers.FIRST;
    if (network.length() == 0) {
      return version(six);
    }
    Statement loaded = version(six).then(part.load());
    Statement masked =
        network.length() == 8 * length
            ? loaded
            : loaded.then(new Bitwise(register, register, length, mask(network), zeros(length)));
    return masked.then(new Cmp(register, how, value));
  }

  private static Value mask(IpPrefix network) {
    ByteBuffer mask = ByteBuffer.allocate(network.address().getAddress().length);
    for (int bit = 0; bit < network.length(); bit++) {
      mask.put(bit / 8, (byte) (mask.get(bit / 8) | 0x80 >> bit % 8));
    }
    return new Value(mask);
  }

  private static Value zeros(int length) {
    return new Value(ByteBuffer.allocate(length));
  }

  public static Statement protocol(Protocol protocol) {
    return is(PacketPart.PROTOCOL, NFT_CMP_EQ, Value.ofByte(protocol.number()));
  }

  public static Statement destinationPort(Protocol protocol, int port) {
    return protocol(protocol)
        .then(
            PacketPart.DESTINATION_PORT.load(),
            new Cmp(Registers.FIRST, NFT_CMP_EQ, Value.ofPort(port)));
  }

  /** Its connection is in one of these states. */
  public static Statement connectionState(ConnectionState... states) {
    int bits = 0;
    for (ConnectionState state : states) {
      bits |= state.bit;
    }
    return anyBit(new Ct(Ct.NFT_CT_STATE, Registers.FIRST), bits);
  }

  /** Its connection was sent to another destination than the one that asked for it named. */
  public static Statement destinationTranslated() {
    return anyBit(new Ct(Ct.NFT_CT_STATUS, Registers.FIRST), DESTINATION_TRANSLATED);
  }

  private static Statement anyBit(Expression load, int bits) {
    int register = Registers.FIRST;
    Value mask = Value.ofNumber(bits);
    Value none = new Value(Wire.allocate(Integer.BYTES));
    return Statement.of(
        load,
        new Bitwise(register, register, Integer.BYTES, mask, none),
        new Cmp(register, NFT_CMP_NEQ, none));
  }

  /** It is sent to an address of this host, whichever. */
  public static Statement destinationIsLocal() {
    int register = Registers.FIRST;
    return Statement.of(
        new Fib(Fib.NFTA_FIB_F_DADDR, Fib.NFT_FIB_RESULT_ADDRTYPE, register),
        new Cmp(register, NFT_CMP_EQ, Value.ofNumber(RouteMessage.RTN_LOCAL)));
  }

  /** Parts of it, together, are in a set. */
  public static Statement in(NamedSet set, PacketPart... key) {
    return new Statement(PacketPart.loads(key))
        .then(new Lookup(set.name(), Registers.FIRST, Lookup.NO_RESULT, 0));
  }

  /** Parts of it, together, are not in a set. */
  public static Statement notIn(NamedSet set, PacketPart... key) {
    return new Statement(PacketPart.loads(key))
        .then(new Lookup(set.name(), Registers.FIRST, Lookup.NO_RESULT, Lookup.NFT_LOOKUP_F_INV));
  }
}
