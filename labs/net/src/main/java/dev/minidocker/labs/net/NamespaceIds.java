package dev.minidocker.labs.net;

import dev.minidocker.linux.Fd;
import dev.minidocker.linux.netlink.Attribute;
import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.NetlinkMessage;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.route.NamespaceIdMessage;
import dev.minidocker.linux.netlink.route.RoutePayload;
import java.util.Optional;
import java.util.Set;

/**
 * Requests about the numbers by which one network namespace knows others, and of which {@link
 * Link#peersNamespace} is one; ip-netns(8), {@code include/uapi/linux/net_namespace.h}. Nobody
 * needs a privilege for them.
 */
public final class NamespaceIds {
  private NamespaceIds() {}

  /**
   * Asks for the number of another namespace.
   *
   * @param namespace a descriptor of it, of the process that sends this; EINVAL: of something else
   */
  public static Request of(Fd namespace) {
    Attributes which = Attributes.NONE.with(NamespaceIdMessage.NETNSA_FD, namespace.number());
    return new Request(
        RoutePayload.RTM_GETNSID,
        Set.of(),
        new NamespaceIdMessage(0, which).encode(),
        "RTM_GETNSID(descriptor " + namespace.number() + ")");
  }

  /** The number in an RTM_NEWNSID. */
  static Optional<Integer> idIn(NetlinkMessage message) {
    return NamespaceIdMessage.decode(message.payload())
        .attributes()
        .find(NamespaceIdMessage.NETNSA_NSID)
        .map(Attribute::index)
        .filter(id -> id != NamespaceIdMessage.NETNSA_NSID_NOT_ASSIGNED);
  }
}
