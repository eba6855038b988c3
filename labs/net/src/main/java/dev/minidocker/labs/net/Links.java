package dev.minidocker.labs.net;

import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_CREATE;
import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_EXCL;
import static dev.minidocker.linux.netlink.route.LinkMessage.IFLA_INFO_DATA;
import static dev.minidocker.linux.netlink.route.LinkMessage.IFLA_INFO_KIND;
import static dev.minidocker.linux.netlink.route.LinkMessage.IFLA_LINKINFO;
import static dev.minidocker.linux.netlink.route.LinkMessage.VETH_INFO_PEER;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.route.LinkMessage;
import dev.minidocker.linux.netlink.route.RoutePayload;
import java.util.Set;

/** Requests about links, rtnetlink(7). All but {@link #list} need CAP_NET_ADMIN. */
public final class Links {
  private Links() {}

  /**
   * A pair of links that are each other's far end, veth(4): what goes into one comes out of the
   * other.
   *
   * <p>EEXIST: one of the names is taken. EBUSY: one of the indices is.
   *
   * @param peer down and of no bridge, since it is made before it has an other end; with an index
   *     only if {@code link} has one: the kernel passes over it otherwise
   */
  public static Request createVeth(NewLink link, NewLink peer) {
    return veth(link, peer, Attributes.NONE, "");
  }

  /** The same with the peer in another network namespace from the beginning. */
  public static Request createVeth(NewLink link, NewLink peer, TargetNamespace peersNamespace) {
    return peersNamespace.complete(
        veth(link, peer, peersNamespace.attributes(), " in another namespace"));
  }

  private static Request veth(NewLink link, NewLink peer, Attributes peersNamespace, String where) {
    boolean unheard = peer.index() > 0 && link.index() == 0;
    if (peer.up() || peer.master() > 0 || unheard) {
      throw new IllegalArgumentException(
          "the peer of a new veth is down, of no bridge, and numbered only if the link is: "
              + peer);
    }
    LinkMessage farEnd = peer.message(peersNamespace);
    Attributes data = Attributes.NONE.with(VETH_INFO_PEER, farEnd.encode());
    return create(link, "veth", Attributes.NONE, data, ", peer " + peer.name() + where);
  }

  /** A switch in software: what comes in at one port goes out at those where it belongs. */
  public static Request createBridge(NewLink link) {
    return create(link, "bridge", Attributes.NONE, Attributes.NONE, "");
  }

  /** A link that leads nowhere, to have an address on. EOPNOTSUPP: the module is missing. */
  public static Request createDummy(NewLink link) {
    return create(link, "dummy", Attributes.NONE, Attributes.NONE, "");
  }

  static Request create(NewLink link, String kind, Attributes more, Attributes data, String rest) {
    return create(link, kind, more, data, Attributes.NONE, rest);
  }

  /**
   * @param more what any kind of link could have
   * @param data what only this kind has
   * @param last what has to stand behind all of it
   * @param rest how the request is shown, behind the link's name
   */
  static Request create(
      NewLink link, String kind, Attributes more, Attributes data, Attributes last, String rest) {
    Attributes info = Attributes.NONE.with(IFLA_INFO_KIND, kind);
    Attributes whole = data.all().isEmpty() ? info : info.with(IFLA_INFO_DATA, data);
    return new Request(
        RoutePayload.RTM_NEWLINK,
        Set.of(NLM_F_CREATE, NLM_F_EXCL),
        link.message(more.with(IFLA_LINKINFO, whole).and(last)).encode(),
        "RTM_NEWLINK(" + kind + " " + link.name() + rest + ")");
  }

  /** Makes it a port of the bridge with this index. ELOOP: it is a bridge itself. */
  public static Request enslave(LinkId link, int bridge) {
    Attributes master = Attributes.NONE.with(LinkMessage.IFLA_MASTER, bridge);
    return set(link, master, "becomes a port of index " + bridge);
  }

  /**
   * What comes into the bridge by this port may leave by it too: hairpin mode. A bridge does not do
   * so otherwise, since who sent a frame has seen it.
   *
   * <p>EOPNOTSUPP: it is a port of no bridge.
   */
  public static Request reflect(LinkId port) {
    Attributes mode = Attributes.NONE.with(LinkMessage.IFLA_BRPORT_MODE, true);
    Attributes info =
        Attributes.NONE
            .with(LinkMessage.IFLA_INFO_SLAVE_KIND, "bridge")
            .with(LinkMessage.IFLA_INFO_SLAVE_DATA, mode);
    return new Request(
        RoutePayload.RTM_NEWLINK,
        Set.of(),
        message(port.index(), false, false, port.attributes().with(IFLA_LINKINFO, info)).encode(),
        "RTM_NEWLINK(" + port + " hairpin)");
  }

  /** It is no longer a port of any bridge. */
  public static Request release(LinkId link) {
    return set(link, Attributes.NONE.with(LinkMessage.IFLA_MASTER, 0), "leaves its bridge");
  }

  public static Request switchOn(LinkId link) {
    return set(link, true, true, Attributes.NONE, "up");
  }

  /** Its routes go, and do not come back by themselves; its IPv4 addresses stay. */
  public static Request switchOff(LinkId link) {
    return set(link, false, true, Attributes.NONE, "down");
  }

  /**
   * Gives it another name.
   *
   * @param index which link; its name cannot stand for it where the new one stands
   */
  public static Request rename(int index, String name) {
    Attributes named = Attributes.NONE.with(LinkMessage.IFLA_IFNAME, NewLink.checked(name));
    return set(LinkId.of(index), named, "is now " + name);
  }

  /** The longest packet, in bytes. EINVAL: it is more or less than this kind of link can do. */
  public static Request setMtu(LinkId link, int mtuBytes) {
    return set(link, Attributes.NONE.with(LinkMessage.IFLA_MTU, mtuBytes), "mtu " + mtuBytes);
  }

  /**
   * Moves it: down and without addresses it arrives there.
   *
   * <p>EEXIST: its name is taken there. EINVAL: it is the loopback, or a bridge.
   */
  public static Request move(LinkId link, TargetNamespace namespace) {
    return namespace.complete(set(link, namespace.attributes(), "to another namespace"));
  }

  /** Deletes it; the peer of a veth goes with it, wherever it is. */
  public static Request delete(LinkId link) {
    return new Request(
        RoutePayload.RTM_DELLINK,
        Set.of(),
        message(link.index(), false, false, link.attributes()).encode(),
        "RTM_DELLINK(" + link + ")");
  }

  /** Asks for all. */
  public static Request list() {
    return new Request(
        RoutePayload.RTM_GETLINK,
        Set.of(),
        message(0, false, false, Attributes.NONE).encode(),
        "RTM_GETLINK()");
  }

  private static Request set(LinkId link, Attributes what, String text) {
    return set(link, false, false, what, text);
  }

  private static Request set(
      LinkId link, boolean up, boolean changeUp, Attributes what, String text) {
    return new Request(
        RoutePayload.RTM_SETLINK,
        Set.of(),
        message(link.index(), up, changeUp, link.attributes().and(what)).encode(),
        "RTM_SETLINK(" + link + " " + text + ")");
  }

  /** {@code changeUp} says whether {@code up} is meant at all. */
  static LinkMessage message(int index, boolean up, boolean changeUp, Attributes attributes) {
    int bit = (int) LinkFlag.IFF_UP.bits();
    return new LinkMessage(0, 0, index, up ? bit : 0, changeUp ? bit : 0, attributes);
  }
}
