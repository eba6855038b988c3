package dev.minidocker.labs.net;

import static dev.minidocker.linux.netlink.route.AddressMessage.IFA_ADDRESS;
import static dev.minidocker.linux.netlink.route.AddressMessage.IFA_LOCAL;

import dev.minidocker.linux.netlink.Attribute;
import dev.minidocker.linux.netlink.MalformedMessageException;
import dev.minidocker.linux.netlink.NetlinkMessage;
import dev.minidocker.linux.netlink.route.AddressMessage;
import java.net.InetAddress;

/**
 * An address of a link as the kernel lists it.
 *
 * @param link the link's index
 * @param scope 0 is valid everywhere, 253 on this link, 254 on this host
 */
public record Address(int link, IpPrefix prefix, int scope) {

  /**
   * Reads an RTM_NEWADDR.
   *
   * @throws MalformedMessageException if it is none
   */
  static Address from(NetlinkMessage message) {
    AddressMessage address = AddressMessage.decode(message.payload());
    // on a point-to-point link IFA_ADDRESS is the other side; IPv6 has only that
    Attribute own =
        address
            .attributes()
            .find(IFA_LOCAL)
            .or(() -> address.attributes().find(IFA_ADDRESS))
            .orElseThrow(() -> new MalformedMessageException("an address without an address"));
    return new Address(
        address.index(), prefix(own.address(), address.prefixLength()), address.scope());
  }

  /** What the kernel says of a prefix, which it never says wrongly. */
  static IpPrefix prefix(InetAddress address, int length) {
    try {
      return new IpPrefix(address, length);
    } catch (IllegalArgumentException e) {
      throw new MalformedMessageException(e.getMessage());
    }
  }
}
