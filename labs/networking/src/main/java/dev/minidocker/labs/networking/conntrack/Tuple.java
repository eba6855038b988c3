package dev.minidocker.labs.networking.conntrack;

import dev.minidocker.linux.netlink.Attribute;
import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MalformedMessageException;
import java.net.InetAddress;
import java.nio.ByteOrder;

/**
 * One direction of a flow: {@code enum ctattr_tuple} of {@code nfnetlink_conntrack.h}.
 *
 * @param protocol as IP numbers it
 * @param sourcePort 0 in protocols without ports
 * @param destinationPort likewise
 */
public record Tuple(
    int protocol,
    InetAddress source,
    int sourcePort,
    InetAddress destination,
    int destinationPort) {
  private static final int CTA_TUPLE_IP = 1;
  private static final int CTA_TUPLE_PROTO = 2;

  private static final int CTA_IP_V4_SRC = 1;
  private static final int CTA_IP_V4_DST = 2;
  private static final int CTA_IP_V6_SRC = 3;
  private static final int CTA_IP_V6_DST = 4;

  private static final int CTA_PROTO_NUM = 1;
  private static final int CTA_PROTO_SRC_PORT = 2; // in network byte order, as the next
  private static final int CTA_PROTO_DST_PORT = 3;

  /**
   * Reads one.
   *
   * @throws MalformedMessageException if it is none
   */
  static Tuple decode(Attributes attributes) {
    Attributes ip = Flow.required(attributes, CTA_TUPLE_IP).nested();
    Attributes protocol = Flow.required(attributes, CTA_TUPLE_PROTO).nested();
    boolean six = ip.find(CTA_IP_V6_SRC).isPresent();
    return new Tuple(
        (int) Flow.required(protocol, CTA_PROTO_NUM).number(),
        Flow.required(ip, six ? CTA_IP_V6_SRC : CTA_IP_V4_SRC).address(),
        port(protocol, CTA_PROTO_SRC_PORT),
        Flow.required(ip, six ? CTA_IP_V6_DST : CTA_IP_V4_DST).address(),
        port(protocol, CTA_PROTO_DST_PORT));
  }

  private static int port(Attributes protocol, int kind) {
    return protocol.find(kind).map(Tuple::port).orElse(0);
  }

  private static int port(Attribute attribute) {
    if (attribute.value().remaining() != Short.BYTES) {
      throw new MalformedMessageException("a port of " + attribute.value().remaining() + " bytes");
    }
    return attribute.value().order(ByteOrder.BIG_ENDIAN).getShort() & 0xffff;
  }

  @Override
  public String toString() {
    return source.getHostAddress()
        + " port "
        + sourcePort
        + " to "
        + destination.getHostAddress()
        + " port "
        + destinationPort
        + ", protocol "
        + protocol;
  }
}
