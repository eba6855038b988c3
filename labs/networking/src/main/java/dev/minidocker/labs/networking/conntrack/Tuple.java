package dev.minidocker.labs.networking.conntrack;

import dev.minidocker.labs.networking.nftables.expression.Fields;
import dev.minidocker.linux.netlink.MalformedMessageException;
import java.net.InetAddress;

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
  private static final int CTA_PROTO_SRC_PORT = 2;
  private static final int CTA_PROTO_DST_PORT = 3;

  /**
   * Reads one.
   *
   * @throws MalformedMessageException if it is none
   */
  static Tuple decode(Fields fields) {
    Fields ip = fields.nested(CTA_TUPLE_IP);
    Fields protocol = fields.nested(CTA_TUPLE_PROTO);
    boolean six = ip.has(CTA_IP_V6_SRC);
    return new Tuple(
        protocol.byteNumber(CTA_PROTO_NUM),
        ip.required(six ? CTA_IP_V6_SRC : CTA_IP_V4_SRC).address(),
        port(protocol, CTA_PROTO_SRC_PORT),
        ip.required(six ? CTA_IP_V6_DST : CTA_IP_V4_DST).address(),
        port(protocol, CTA_PROTO_DST_PORT));
  }

  private static int port(Fields protocol, int kind) {
    return protocol.has(kind) ? protocol.shortNumber(kind) : 0;
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
