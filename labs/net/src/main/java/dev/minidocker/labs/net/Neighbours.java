package dev.minidocker.labs.net;

import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_CREATE;
import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_EXCL;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MessageFlag;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.route.NeighbourMessage;
import dev.minidocker.linux.netlink.route.RoutePayload;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Requests about neighbours: which hardware address answers to an IP address on a link; arp(7). All
 * but {@link #list} need CAP_NET_ADMIN.
 */
public final class Neighbours {
  private static final int AF_UNSPEC = 0;

  private Neighbours() {}

  /** Makes one known for good, so that nobody is asked. EEXIST: it is known. */
  public static Request add(int link, InetAddress address, HardwareAddress hardware) {
    Attributes attributes =
        Attributes.NONE.with(NeighbourMessage.NDA_LLADDR, ByteBuffer.wrap(hardware.bytes()));
    return change(
        RoutePayload.RTM_NEWNEIGH,
        Set.of(NLM_F_CREATE, NLM_F_EXCL),
        link,
        address,
        attributes,
        " is " + hardware);
  }

  /** Forgets one. ENOENT: it is not known. */
  public static Request remove(int link, InetAddress address) {
    return change(RoutePayload.RTM_DELNEIGH, Set.of(), link, address, Attributes.NONE, "");
  }

  /** Asks for all, of IPv4 and IPv6. */
  public static Request list() {
    return new Request(
        RoutePayload.RTM_GETNEIGH,
        Set.of(),
        new NeighbourMessage(AF_UNSPEC, 0, 0, 0, 0, Attributes.NONE).encode(),
        "RTM_GETNEIGH()");
  }

  private static Request change(
      int type,
      Set<MessageFlag> flags,
      int link,
      InetAddress address,
      Attributes more,
      String text) {
    NeighbourMessage neighbour =
        new NeighbourMessage(
            IpPrefix.family(address),
            link,
            NeighbourMessage.NUD_PERMANENT,
            0,
            0,
            Attributes.NONE.with(NeighbourMessage.NDA_DST, address).and(more));
    String name = type == RoutePayload.RTM_NEWNEIGH ? "RTM_NEWNEIGH(" : "RTM_DELNEIGH(";
    return new Request(
        type,
        flags,
        neighbour.encode(),
        name + address.getHostAddress() + text + " on index " + link + ")");
  }
}
