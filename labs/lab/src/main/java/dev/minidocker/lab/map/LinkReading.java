package dev.minidocker.lab.map;

import dev.minidocker.lab.map.LinkView.FarEnd;
import dev.minidocker.lab.map.LinkView.State;
import dev.minidocker.labs.net.Address;
import dev.minidocker.labs.net.AddressText;
import dev.minidocker.labs.net.KindText;
import dev.minidocker.labs.net.Link;
import dev.minidocker.labs.net.LinkFlag;
import dev.minidocker.linux.netlink.Attribute;
import dev.minidocker.linux.netlink.route.LinkMessage;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the map shows of links as the kernel lists them. Pure.
 *
 * <p>The kernel tells the far end of a link by IFLA_LINK, an index, and IFLA_LINK_NETNSID, the
 * number of its namespace if that is another; ip-netns(8). Of a VXLAN it is in the data of its
 * kind.
 */
final class LinkReading {
  /** Kinds of which two are made at once, as each other's far end. */
  private static final Set<String> PAIRS = Set.of("veth", "vxcan", "netkit");

  /** Kinds that always stand on another link. */
  private static final Set<String> STANDING =
      Set.of("macvlan", "macvtap", "ipvlan", "ipvtap", "vlan", "macsec");

  private LinkReading() {}

  /**
   * The links of one namespace, by their indices.
   *
   * @param inode of that namespace
   * @param others the inodes of namespaces by the numbers by which this one knows them
   */
  static List<LinkView> views(
      long inode, List<Link> links, List<Address> addresses, Map<Integer, Long> others) {
    return links.stream()
        .sorted(Comparator.comparingInt(Link::index))
        .map(link -> view(link, addresses, farEnd(inode, link, others)))
        .toList();
  }

  private static LinkView view(Link link, List<Address> addresses, Optional<FarEnd> farEnd) {
    boolean loopback = link.flags().contains(LinkFlag.IFF_LOOPBACK);
    return new LinkView(
        link.index(),
        link.name(),
        link.kind().orElse(loopback ? "loopback" : "device"),
        state(link),
        addresses.stream()
            .filter(address -> address.link() == link.index())
            .map(address -> AddressText.of(address.prefix()))
            .toList(),
        link.master(),
        farEnd,
        KindText.of(link));
  }

  private static State state(Link link) {
    if (!link.isUp()) {
      return State.DOWN;
    }
    return link.hasCarrier() ? State.UP : State.NO_CARRIER;
  }

  /** Most links that stand on nothing say that they stand on themselves, or on 0. */
  private static Optional<FarEnd> farEnd(long inode, Link link, Map<Integer, Long> others) {
    String kind = link.kind().orElse("");
    boolean pair = PAIRS.contains(kind);
    boolean elsewhere = link.peersNamespace().isPresent();
    int index =
        kind.equals("vxlan")
            ? (int)
                link.data()
                    .find(LinkMessage.IFLA_VXLAN_LINK)
                    .map(Attribute::number)
                    .orElse(0L)
                    .longValue()
            : link.peer().orElse(elsewhere ? link.index() : 0);
    if (index == link.index() && !pair && !STANDING.contains(kind)) {
      index = 0;
    }
    if (!elsewhere && (index == 0 || index == link.index())) {
      return Optional.empty();
    }
    Optional<Long> namespace =
        elsewhere
            ? Optional.ofNullable(others.get(link.peersNamespace().get()))
            : Optional.of(inode);
    return Optional.of(new FarEnd(pair, namespace, index));
  }
}
