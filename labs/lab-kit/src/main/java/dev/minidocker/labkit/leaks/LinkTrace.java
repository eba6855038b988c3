package dev.minidocker.labkit.leaks;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.NetlinkConnection;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.route.LinkMessage;
import dev.minidocker.linux.netlink.route.RoutePayload;
import java.util.Optional;
import java.util.Set;

/**
 * A link in this network namespace: one end of a veth, a bridge.
 *
 * @param name at most 15 bytes, {@code md-…}
 */
public record LinkTrace(String name) implements Trace {
  static final String KIND = "link";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String what() {
    return name;
  }

  @Override
  public boolean isThere() {
    return Leaks.links().contains(name);
  }

  @Override
  public Optional<String> objection() {
    return name.startsWith(PREFIX)
        ? Optional.empty()
        : Optional.of("its name does not begin with " + PREFIX);
  }

  /** Removes it, and the other end of a veth with it; EPERM without CAP_NET_ADMIN. */
  @Override
  public void remove() {
    LinkMessage link =
        new LinkMessage(0, 0, 0, 0, 0, Attributes.NONE.with(LinkMessage.IFLA_IFNAME, name));
    Request delete =
        new Request(RoutePayload.RTM_DELLINK, Set.of(), link.encode(), "RTM_DELLINK(" + name + ")");
    try (NetlinkConnection connection =
        new NetlinkConnection(
            NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE), (request, errno) -> "")) {
      connection.execute(delete);
    }
  }

  @Override
  public String byHand() {
    return "ip link delete " + name;
  }
}
