package dev.minidocker.linux.netlink;

import dev.minidocker.linux.netlink.route.AddressMessage;
import dev.minidocker.linux.netlink.route.LinkMessage;
import dev.minidocker.linux.netlink.route.NamespaceIdMessage;
import dev.minidocker.linux.netlink.route.NeighbourMessage;
import dev.minidocker.linux.netlink.route.QueueMessage;
import dev.minidocker.linux.netlink.route.RouteMessage;
import dev.minidocker.linux.netlink.route.RoutePayload;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Messages of every shape, and what the kernel would never say. */
final class NetlinkArbitraries {
  private NetlinkArbitraries() {}

  static Arbitrary<ByteBuffer> bytes(int most) {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(most).map(ByteBuffer::wrap);
  }

  static Arbitrary<Attributes> attributes() {
    return attributes(3);
  }

  private static Arbitrary<Attributes> attributes(int depth) {
    Arbitrary<Integer> types = Arbitraries.integers().between(0, 0xffff);
    Arbitrary<Attribute> plain = Combinators.combine(types, bytes(20)).as(Attribute::new);
    Arbitrary<Attribute> all =
        depth == 0
            ? plain
            : Arbitraries.oneOf(
                plain,
                Combinators.combine(types, Arbitraries.lazy(() -> attributes(depth - 1)))
                    .as((type, nested) -> new Attribute(type, nested.encode())));
    return all.list().ofMaxSize(4).map(Attributes::new);
  }

  static Arbitrary<List<NetlinkMessage>> messages() {
    Arbitrary<Integer> shorts = Arbitraries.integers().between(0, 0xffff);
    return Combinators.combine(
            shorts, shorts, Arbitraries.integers(), Arbitraries.integers(), bytes(40))
        .as(NetlinkMessage::new)
        .list()
        .ofMaxSize(4);
  }

  static Arbitrary<RoutePayload> payloads() {
    Arbitrary<Integer> octets = Arbitraries.integers().between(0, 0xff);
    Arbitrary<Integer> shorts = Arbitraries.integers().between(0, 0xffff);
    Arbitrary<Integer> numbers = Arbitraries.integers();
    return Arbitraries.oneOf(
        Combinators.combine(octets, shorts, numbers, numbers, numbers, attributes())
            .as(LinkMessage::new),
        Combinators.combine(octets, octets, octets, octets, numbers, attributes())
            .as(AddressMessage::new),
        Combinators.combine(octets, numbers, shorts, octets, octets, attributes())
            .as(NeighbourMessage::new),
        Combinators.combine(octets, numbers, numbers, numbers, numbers, attributes())
            .as(QueueMessage::new),
        Combinators.combine(octets, attributes()).as(NamespaceIdMessage::new),
        Combinators.combine(octets.list().ofSize(8), numbers, attributes())
            .as(
                (o, flags, attributes) ->
                    new RouteMessage(
                        o.get(0),
                        o.get(1),
                        o.get(2),
                        o.get(3),
                        o.get(4),
                        o.get(5),
                        o.get(6),
                        o.get(7),
                        flags,
                        attributes)));
  }

  /** The type of a message that carries this. */
  static int typeOf(RoutePayload payload) {
    if (payload instanceof LinkMessage) {
      return RoutePayload.RTM_NEWLINK;
    } else if (payload instanceof AddressMessage) {
      return RoutePayload.RTM_NEWADDR;
    } else if (payload instanceof QueueMessage) {
      return RoutePayload.RTM_NEWQDISC;
    } else if (payload instanceof NamespaceIdMessage) {
      return RoutePayload.RTM_NEWNSID;
    }
    return payload instanceof RouteMessage ? RoutePayload.RTM_NEWROUTE : RoutePayload.RTM_NEWNEIGH;
  }
}
