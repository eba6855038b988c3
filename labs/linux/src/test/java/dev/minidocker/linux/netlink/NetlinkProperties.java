package dev.minidocker.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.linux.netlink.route.RoutePayload;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NetlinkProperties {

  @Property
  void decodingEncodedMessagesReturnsThem(@ForAll("messages") List<NetlinkMessage> messages) {
    ByteBuffer bytes = NetlinkMessage.encodeAll(messages);
    assertEquals(messages, NetlinkMessage.decodeAll(bytes));
    assertEquals(bytes, NetlinkMessage.encodeAll(NetlinkMessage.decodeAll(bytes)));
    assertEquals(0, bytes.remaining() % 4);
  }

  @Property
  void decodingEncodedAttributesReturnsThem(@ForAll("attributes") Attributes attributes) {
    ByteBuffer bytes = attributes.encode();
    assertEquals(attributes, Attributes.decode(bytes));
    assertEquals(bytes, Attributes.decode(bytes).encode());
  }

  @Property
  void nestedAttributesAreTheValueOfOne(@ForAll("attributes") Attributes inner) {
    Attribute outer = Attributes.NONE.with(7, inner).find(7).orElseThrow();
    assertEquals(inner, outer.nested());
    assertEquals(7 | 1 << 15, outer.type());
  }

  @Property
  void decodingAnEncodedStructureReturnsIt(@ForAll("payloads") RoutePayload payload) {
    ByteBuffer bytes = payload.encode();
    RoutePayload decoded = RoutePayload.decode(NetlinkArbitraries.typeOf(payload), bytes);
    assertEquals(payload, decoded);
    assertEquals(bytes, decoded.encode());
  }

  @Property
  void decodingAnEncodedAcknowledgementReturnsIt(
      @ForAll int error,
      @ForAll("messages") List<NetlinkMessage> requests,
      @ForAll("attributes") Attributes extended,
      @ForAll boolean capped) {
    for (NetlinkMessage request : requests) {
      int kept = capped ? NetlinkMessage.HEADER_BYTES : 16 + request.payload().remaining();
      ByteBuffer quoted = request.encode().limit(kept);
      Acknowledgement answer = new Acknowledgement(error, quoted, extended);
      int flags = 0x200 | (capped ? 0x100 : 0);
      NetlinkMessage message =
          new NetlinkMessage(NetlinkMessage.NLMSG_ERROR, flags, 1, 2, answer.encode());
      assertEquals(answer, Acknowledgement.decode(message));
    }
  }

  @Property
  void decodingAnEncodedEndReturnsIt(@ForAll int error, @ForAll("attributes") Attributes extended) {
    Done done = new Done(error, extended);
    NetlinkMessage message =
        new NetlinkMessage(NetlinkMessage.NLMSG_DONE, 0x200, 1, 2, done.encode());
    assertEquals(done, Done.decode(message));
  }

  @Provide
  Arbitrary<List<NetlinkMessage>> messages() {
    return NetlinkArbitraries.messages();
  }

  @Provide
  Arbitrary<Attributes> attributes() {
    return NetlinkArbitraries.attributes();
  }

  @Provide
  Arbitrary<RoutePayload> payloads() {
    return NetlinkArbitraries.payloads();
  }
}
