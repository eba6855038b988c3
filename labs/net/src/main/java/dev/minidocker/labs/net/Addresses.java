package dev.minidocker.labs.net;

import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_CREATE;
import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_EXCL;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MessageFlag;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.route.AddressMessage;
import dev.minidocker.linux.netlink.route.RoutePayload;
import java.util.Set;

/**
 * Requests about the addresses of links, rtnetlink(7). All but {@link #list} need CAP_NET_ADMIN.
 */
public final class Addresses {
  private static final int AF_UNSPEC = 0;

  private Addresses() {}

  /**
   * Gives a link an address. While the link is up, the network of the address is reachable over it:
   * the kernel adds that route. An IPv6 address is received at a moment later than the answer, when
   * a work queue of the kernel has come to it (addrconf_dad_start in net/ipv6/addrconf.c).
   *
   * <p>EEXIST: it has it. ENODEV: there is no such link.
   */
  public static Request add(int link, IpPrefix address) {
    return change(RoutePayload.RTM_NEWADDR, Set.of(NLM_F_CREATE, NLM_F_EXCL), link, address);
  }

  /** Takes it away. EADDRNOTAVAIL: it is not there. */
  public static Request remove(int link, IpPrefix address) {
    return change(RoutePayload.RTM_DELADDR, Set.of(), link, address);
  }

  /** Asks for all, of IPv4 and IPv6. */
  public static Request list() {
    return new Request(
        RoutePayload.RTM_GETADDR,
        Set.of(),
        new AddressMessage(AF_UNSPEC, 0, 0, 0, 0, Attributes.NONE).encode(),
        "RTM_GETADDR()");
  }

  private static Request change(int type, Set<MessageFlag> flags, int link, IpPrefix address) {
    boolean version6 = address.family() == IpPrefix.AF_INET6;
    // nobody else is on a link that was just made, so an IPv6 address need not wait for an answer
    int addressFlags = version6 ? AddressMessage.IFA_F_NODAD : 0;
    Attributes attributes =
        Attributes.NONE
            .with(AddressMessage.IFA_LOCAL, address.address())
            .with(AddressMessage.IFA_ADDRESS, address.address());
    return new Request(
        type,
        flags,
        new AddressMessage(address.family(), address.length(), addressFlags, 0, link, attributes)
            .encode(),
        (type == RoutePayload.RTM_NEWADDR ? "RTM_NEWADDR(" : "RTM_DELADDR(")
            + address
            + " on index "
            + link
            + ")");
  }
}
