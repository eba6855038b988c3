package dev.minidocker.labs.net;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.netlink.Attribute;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.route.LinkMessage;
import dev.minidocker.linux.netlink.route.RoutePayload;

/** Why the kernel refused to change the network, and what to do. */
final class RouteRefusals {
  private RouteRefusals() {}

  /** One or two sentences, or "" where there is nothing to add. */
  static String remedy(Request request, Errno errno) {
    return switch (errno) {
      case EPERM ->
          "To change a network takes CAP_NET_ADMIN in the user namespace that owns the network"
              + " namespace. Run as root, or make a user namespace, and in it a network namespace.";
      case EEXIST -> exists(request);
      case ENODEV, ENXIO ->
          "There is no such link in this network namespace: it may be in another, or have gone with"
              + " its peer. See ip link.";
      case EADDRNOTAVAIL -> "The link does not have this address. See ip address.";
      case EADDRINUSE -> "Somebody else uses this address already. Choose another.";
      case ESRCH -> "There is no such route, or no such process. See ip route, and ps.";
      case ENOENT -> absent(request);
      case ENETUNREACH ->
          request.type() == RoutePayload.RTM_GETROUTE
              ? "No route leads there. Add one, or a default route: ip route add default via"
                  + " GATEWAY."
              : "The gateway is in the network of no address here, so nobody knows the way to it."
                  + " Give a link that is up an address of the gateway's network first.";
      case ENETDOWN -> "The link is down. Switch it on first: ip link set NAME up.";
      case EBUSY -> busy(request);
      case ELOOP -> "A bridge cannot be a port of a bridge. Connect the two by a veth pair.";
      case EOPNOTSUPP -> notSupported(request);
      case EINVAL -> invalid(request);
      case ERANGE -> "A link's name has at most 15 bytes. Choose a shorter one.";
      default -> "";
    };
  }

  private static String absent(Request request) {
    return switch (request.type()) {
      case RoutePayload.RTM_NEWQDISC ->
          "This kernel has no such queueing discipline: the module is missing. As root: modprobe"
              + " sch_tbf, or use a kernel that has it.";
      case RoutePayload.RTM_DELQDISC -> "Nothing was put at this link. See tc qdisc show.";
      default -> "There is no such neighbour. See ip neighbour.";
    };
  }

  private static String exists(Request request) {
    return switch (request.type()) {
      case RoutePayload.RTM_NEWADDR -> "The link has this address already.";
      case RoutePayload.RTM_NEWROUTE ->
          "There is a route to this destination already. Remove that first, or give one of them"
              + " another metric.";
      case RoutePayload.RTM_NEWNEIGH -> "This neighbour is known already. Remove it first.";
      default ->
          "A link of this name or index is there already. Choose another, or delete that one: ip"
              + " link del NAME.";
    };
  }

  private static String busy(Request request) {
    String kind = kind(request);
    return kind.equals("macvlan") || kind.equals("ipvlan")
        ? "The parent is a port of a bridge, or has links of another kind or mode on it already:"
            + " those that a "
            + kind
            + " cannot share it with. Choose another parent, or remove them."
        : "The link, or its index, is in use: it may have a master already. Release it first, or"
            + " choose another index.";
  }

  private static String invalid(Request request) {
    if (request.type() == RoutePayload.RTM_NEWADDR) {
      return "For an IPv6 address, the link's MTU must be at least 1280 bytes.";
    }
    return kind(request).equals("macvlan")
        ? "The parent is the loopback, or a macvlan in mode passthru has it alone, or is to have it"
            + " while others are on it. Choose another parent, or remove them."
        : "";
  }

  private static String kind(Request request) {
    return request.type() == RoutePayload.RTM_NEWLINK
        ? LinkMessage.decode(request.payload())
            .attributes()
            .find(LinkMessage.IFLA_LINKINFO)
            .flatMap(info -> info.nested().find(LinkMessage.IFLA_INFO_KIND))
            .map(Attribute::text)
            .orElse("")
        : "";
  }

  private static String notSupported(Request request) {
    String kind = kind(request);
    return kind.isEmpty()
        ? "This kind of link cannot do that."
        : "This kernel makes no links of this kind: the module is missing. As root: modprobe "
            + kind
            + ", or use a kernel that has it.";
  }
}
