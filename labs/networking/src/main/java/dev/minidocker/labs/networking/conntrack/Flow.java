package dev.minidocker.labs.networking.conntrack;

import dev.minidocker.labs.networking.PublishedPort;
import dev.minidocker.labs.networking.nftables.expression.Fields;
import dev.minidocker.linux.netlink.Attribute;
import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MalformedMessageException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;

/**
 * What the kernel remembers of one flow: its first packet, and what an answer to it looks like. Of
 * a flow whose destination is translated, the answer comes from somebody else than was asked.
 *
 * @param asked the first packet
 * @param answer what is expected back
 * @param key what the kernel knows it by
 */
public record Flow(Tuple asked, Tuple answer, Fields key) {

  /** {@code enum ctattr_type} of {@code nfnetlink_conntrack.h}. */
  private static final int CTA_TUPLE_ORIG = 1;

  private static final int CTA_TUPLE_REPLY = 2;
  private static final int CTA_ID = 12;
  private static final int CTA_ZONE = 18;

  /**
   * Reads one.
   *
   * @throws MalformedMessageException if it is none
   */
  static Flow decode(Fields fields) {
    List<Attribute> key = fields.attributes().all().stream().filter(Flow::isOfKey).toList();
    return new Flow(
        Tuple.decode(fields.nested(CTA_TUPLE_ORIG)),
        Tuple.decode(fields.nested(CTA_TUPLE_REPLY)),
        new Fields(new Attributes(key)));
  }

  /** The number tells it from one that comes to have the same addresses and ports. */
  private static boolean isOfKey(Attribute attribute) {
    int kind = attribute.kind();
    return kind == CTA_TUPLE_ORIG || kind == CTA_ID || kind == CTA_ZONE;
  }

  /**
   * Whether it begins at a published port.
   *
   * @param own addresses of the host
   */
  public boolean asksFor(PublishedPort port, Collection<InetAddress> own) {
    return isAt(port)
        && port.hostAddress()
            .map(asked.destination()::equals)
            .orElseGet(() -> own.contains(asked.destination()));
  }

  /** Whether it comes through a published port to the container. */
  public boolean leadsTo(PublishedPort port) {
    return isAt(port)
        && answer.source().equals(port.containerAddress())
        && answer.sourcePort() == port.containerPort();
  }

  private boolean isAt(PublishedPort port) {
    return asked.protocol() == port.protocol().number()
        && asked.destinationPort() == port.hostPort()
        && asked.destination().getClass() == port.containerAddress().getClass();
  }

  @Override
  public String toString() {
    return asked + ", answered as " + answer;
  }
}
