package dev.minidocker.labs.net;

import static dev.minidocker.linux.netlink.route.LinkMessage.IFLA_ADDRESS;
import static dev.minidocker.linux.netlink.route.LinkMessage.IFLA_IFNAME;
import static dev.minidocker.linux.netlink.route.LinkMessage.IFLA_INFO_DATA;
import static dev.minidocker.linux.netlink.route.LinkMessage.IFLA_INFO_KIND;
import static dev.minidocker.linux.netlink.route.LinkMessage.IFLA_LINK;
import static dev.minidocker.linux.netlink.route.LinkMessage.IFLA_LINKINFO;
import static dev.minidocker.linux.netlink.route.LinkMessage.IFLA_LINK_NETNSID;
import static dev.minidocker.linux.netlink.route.LinkMessage.IFLA_MASTER;
import static dev.minidocker.linux.netlink.route.LinkMessage.IFLA_MTU;

import dev.minidocker.linux.netlink.Attribute;
import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MalformedMessageException;
import dev.minidocker.linux.netlink.NetlinkMessage;
import dev.minidocker.linux.netlink.Wire;
import dev.minidocker.linux.netlink.route.LinkMessage;
import java.util.Optional;
import java.util.Set;

/**
 * A link as the kernel lists it.
 *
 * @param index its number in its network namespace
 * @param kind {@code veth}, {@code bridge}, …; the loopback has none
 * @param flags those with a name here
 * @param mtuBytes the longest packet
 * @param hardware its address, all zeros for the loopback
 * @param master the index of the bridge that it is a port of
 * @param peer the index of a veth's other end, or of the link that this one stands on, in that
 *     one's namespace; 0 if it is gone
 * @param peersNamespace the number by which this namespace knows the one of the peer, if another
 * @param data what only this kind has: IFLA_INFO_DATA
 */
public record Link(
    int index,
    String name,
    Optional<String> kind,
    Set<LinkFlag> flags,
    int mtuBytes,
    HardwareAddress hardware,
    Optional<Integer> master,
    Optional<Integer> peer,
    Optional<Integer> peersNamespace,
    Attributes data) {

  public Link {
    flags = Set.copyOf(flags);
  }

  /**
   * Reads an RTM_NEWLINK.
   *
   * @throws MalformedMessageException if it is none
   */
  static Link from(NetlinkMessage message) {
    LinkMessage link = LinkMessage.decode(message.payload());
    Attributes attributes = link.attributes();
    Attributes info = attributes.find(IFLA_LINKINFO).map(Attribute::nested).orElse(Attributes.NONE);
    return new Link(
        link.index(),
        attributes.find(IFLA_IFNAME).map(Attribute::text).orElse(""),
        info.find(IFLA_INFO_KIND).map(Attribute::text),
        LinkFlag.in(link.flags()),
        attributes.find(IFLA_MTU).map(Attribute::index).orElse(0),
        HardwareAddress.of(
            attributes
                .find(IFLA_ADDRESS)
                .map(address -> Wire.bytes(address.value()))
                .orElse(new byte[0])),
        attributes.find(IFLA_MASTER).map(Attribute::index),
        attributes.find(IFLA_LINK).map(Attribute::index),
        attributes.find(IFLA_LINK_NETNSID).map(Attribute::index),
        info.find(IFLA_INFO_DATA).map(Attribute::nested).orElse(Attributes.NONE));
  }

  public boolean isUp() {
    return flags.contains(LinkFlag.IFF_UP);
  }

  /** Whether it is up and something is at its other end. */
  public boolean hasCarrier() {
    return flags.contains(LinkFlag.IFF_LOWER_UP);
  }
}
