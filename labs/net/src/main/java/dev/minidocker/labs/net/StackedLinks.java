package dev.minidocker.labs.net;

import static dev.minidocker.linux.netlink.route.LinkMessage.IFLA_IPVLAN_MODE;
import static dev.minidocker.linux.netlink.route.LinkMessage.IFLA_LINK;
import static dev.minidocker.linux.netlink.route.LinkMessage.IFLA_MACVLAN_MODE;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.Wire;
import java.util.Locale;

/**
 * Requests for links whose frames leave by another link: the parent of a macvlan or ipvlan,
 * whatever the routes say for a VXLAN; rtnetlink(7). EOPNOTSUPP: the kernel lacks the kind.
 */
public final class StackedLinks {
  private StackedLinks() {}

  /**
   * A link with a hardware address of its own on the parent's wire. EBUSY: the parent is a port of
   * a bridge, or has ipvlans. EINVAL: it is the loopback, or somebody has it alone. ENODEV: it is
   * not there.
   *
   * @param parent the parent's index
   */
  public static Request createMacvlan(NewLink link, int parent, MacvlanMode mode) {
    return on(parent, link, "macvlan", data(mode), mode, Attributes.NONE);
  }

  /** The same in another namespace from the beginning; the parent is in the one that is asked. */
  public static Request createMacvlan(
      NewLink link, int parent, MacvlanMode mode, TargetNamespace namespace) {
    return namespace.complete(
        on(parent, link, "macvlan", data(mode), mode, namespace.attributes()));
  }

  /**
   * A link with the parent's hardware address. EBUSY: the parent has macvlans, or siblings of
   * another mode have been made. ENODEV: it is not there.
   *
   * @param parent the parent's index
   */
  public static Request createIpvlan(NewLink link, int parent, IpvlanMode mode) {
    return on(parent, link, "ipvlan", data(mode), mode, Attributes.NONE);
  }

  /** The same in another namespace from the beginning; the parent is in the one that is asked. */
  public static Request createIpvlan(
      NewLink link, int parent, IpvlanMode mode, TargetNamespace namespace) {
    return namespace.complete(on(parent, link, "ipvlan", data(mode), mode, namespace.attributes()));
  }

  /** One end of a tunnel. EEXIST: there is one with this id and port. */
  public static Request createVxlan(NewLink link, Vxlan tunnel) {
    return Links.create(link, "vxlan", Attributes.NONE, tunnel.attributes(), ", " + tunnel);
  }

  private static Attributes data(MacvlanMode mode) {
    return Attributes.NONE.with(IFLA_MACVLAN_MODE, mode.number());
  }

  private static Attributes data(IpvlanMode mode) {
    return Attributes.NONE.with(
        IFLA_IPVLAN_MODE, Wire.allocate(2).putShort(0, (short) mode.number()));
  }

  private static Request on(
      int parent, NewLink link, String kind, Attributes data, Enum<?> mode, Attributes namespace) {
    String where = namespace.equals(Attributes.NONE) ? "" : " in another namespace";
    String rest = ", index " + parent + ", mode " + mode.name().toLowerCase(Locale.ROOT) + where;
    Attributes more = Attributes.NONE.with(IFLA_LINK, parent);
    return Links.create(link, kind, more, data, namespace, rest);
  }
}
