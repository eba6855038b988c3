package dev.minidocker.labs.net;

import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_CREATE;
import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_EXCL;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MessageFlag;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.route.RouteMessage;
import dev.minidocker.linux.netlink.route.RoutePayload;
import java.net.InetAddress;
import java.util.Set;

/** Requests about routes, rtnetlink(7). All but {@link #list} need CAP_NET_ADMIN. */
public final class Routes {
  private static final int AF_UNSPEC = 0;

  private Routes() {}

  /**
   * Packets to the destination go to a gateway, a neighbour that knows the rest of the way.
   *
   * <p>ENETUNREACH: the gateway is in the network of no address here. EEXIST: there is such a
   * route.
   */
  public static Request addVia(IpPrefix destination, InetAddress gateway) {
    return via(RoutePayload.RTM_NEWROUTE, Set.of(NLM_F_CREATE, NLM_F_EXCL), destination, gateway);
  }

  /**
   * Packets to everywhere else go to a gateway.
   *
   * @param gateway the unspecified address (0.0.0.0, ::) means a link on which everybody answers
   * @param link that link's index
   */
  public static Request addToEverywhere(InetAddress gateway, int link) {
    IpPrefix everywhere = IpPrefix.all(IpPrefix.family(gateway));
    return gateway.isAnyLocalAddress() ? addOn(everywhere, link) : addVia(everywhere, gateway);
  }

  /** ESRCH: there is no such route. */
  public static Request removeVia(IpPrefix destination, InetAddress gateway) {
    return via(RoutePayload.RTM_DELROUTE, Set.of(), destination, gateway);
  }

  /**
   * The destination's addresses are neighbours on this link.
   *
   * <p>ENETDOWN: the link is down. EEXIST: there is such a route.
   */
  public static Request addOn(IpPrefix destination, int link) {
    return on(RoutePayload.RTM_NEWROUTE, Set.of(NLM_F_CREATE, NLM_F_EXCL), destination, link);
  }

  /** ESRCH: there is no such route. */
  public static Request removeOn(IpPrefix destination, int link) {
    return on(RoutePayload.RTM_DELROUTE, Set.of(), destination, link);
  }

  /** Asks for all, of IPv4 and IPv6, in all tables. */
  public static Request list() {
    return new Request(
        RoutePayload.RTM_GETROUTE,
        Set.of(),
        new RouteMessage(AF_UNSPEC, 0, 0, 0, 0, 0, 0, 0, 0, Attributes.NONE).encode(),
        "RTM_GETROUTE()");
  }

  /** Asks which route a packet to this address would take. ENETUNREACH: none. */
  public static Request to(InetAddress destination) {
    IpPrefix host = new IpPrefix(destination, 8 * destination.getAddress().length);
    return new Request(
        RoutePayload.RTM_GETROUTE,
        Set.of(),
        new RouteMessage(
                host.family(),
                host.length(),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Attributes.NONE.with(RouteMessage.RTA_DST, destination))
            .encode(),
        "RTM_GETROUTE(" + destination.getHostAddress() + ")");
  }

  private static Request via(
      int type, Set<MessageFlag> flags, IpPrefix destination, InetAddress gateway) {
    Attributes way = Attributes.NONE.with(RouteMessage.RTA_GATEWAY, gateway);
    int scope = RouteMessage.RT_SCOPE_UNIVERSE;
    return change(type, flags, destination, way, scope, "via " + gateway.getHostAddress());
  }

  private static Request on(int type, Set<MessageFlag> flags, IpPrefix destination, int link) {
    Attributes way = Attributes.NONE.with(RouteMessage.RTA_OIF, link);
    int scope = RouteMessage.RT_SCOPE_LINK;
    return change(type, flags, destination, way, scope, "on index " + link);
  }

  private static Request change(
      int type,
      Set<MessageFlag> flags,
      IpPrefix destination,
      Attributes way,
      int scope,
      String text) {
    boolean make = type == RoutePayload.RTM_NEWROUTE;
    IpPrefix network = destination.network();
    RouteMessage route =
        new RouteMessage(
            network.family(),
            network.length(),
            0,
            0,
            RouteMessage.RT_TABLE_MAIN,
            make ? RouteMessage.RTPROT_BOOT : 0,
            make ? scope : RouteMessage.RT_SCOPE_NOWHERE,
            make ? RouteMessage.RTN_UNICAST : 0,
            0,
            Attributes.NONE.with(RouteMessage.RTA_DST, network.address()).and(way));
    return new Request(
        type,
        flags,
        route.encode(),
        (make ? "RTM_NEWROUTE(" : "RTM_DELROUTE(") + network + " " + text + ")");
  }
}
