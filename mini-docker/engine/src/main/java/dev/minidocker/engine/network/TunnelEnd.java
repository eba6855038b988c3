package dev.minidocker.engine.network;

import dev.minidocker.labs.net.ForwardingEntries;
import dev.minidocker.labs.net.ForwardingEntry;
import dev.minidocker.labs.net.HardwareAddress;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.Link;
import dev.minidocker.labs.net.LinkId;
import dev.minidocker.labs.net.Links;
import dev.minidocker.labs.net.Neighbour;
import dev.minidocker.labs.net.Neighbours;
import dev.minidocker.labs.net.NewLink;
import dev.minidocker.labs.net.Rtnetlink;
import dev.minidocker.labs.net.StackedLinks;
import dev.minidocker.labs.net.Vxlan;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.netlink.Request;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * This host's end of the tunnels of an overlay network: a VXLAN that is a port of the network's
 * bridge. It learns nothing by itself; all that it has to know is told to it.
 *
 * @param link its name
 */
record TunnelEnd(String link) {
  private static final int ETHERNET_MTU_BYTES = 1500;
  private static final int HEADERS_BYTES = 14 + 8 + 8; // of Ethernet, VXLAN and UDP
  private static final int IPV4_HEADER_BYTES = 20;
  private static final int IPV6_HEADER_BYTES = 40;

  /**
   * What is left of an Ethernet's packet by the headers around a frame.
   *
   * @param local an address of the hosts' own network
   */
  static int usualMtu(InetAddress local) {
    int header = local instanceof Inet4Address ? IPV4_HEADER_BYTES : IPV6_HEADER_BYTES;
    return ETHERNET_MTU_BYTES - header - HEADERS_BYTES;
  }

  /** Whether it is there and complete: it is switched on last of all. */
  boolean isComplete() {
    try (Rtnetlink host = Rtnetlink.here()) {
      return find(host).filter(Link::isUp).isPresent();
    }
  }

  private Optional<Link> find(Rtnetlink host) {
    return host.links().stream().filter(one -> one.name().equals(link)).findFirst();
  }

  /**
   * Makes it, in place of one that was not completed.
   *
   * @param bridge the index of the bridge
   * @param mtu in bytes
   */
  void make(int bridge, int number, InetAddress local, int mtu) {
    remove();
    try (Rtnetlink host = Rtnetlink.here()) {
      host.execute(
          StackedLinks.createVxlan(
              NewLink.named(link), new Vxlan(number, local, Vxlan.USUAL_PORT, false, true)));
      host.execute(Links.setMtu(LinkId.named(link), mtu));
      host.execute(Links.enslave(LinkId.named(link), bridge));
      host.execute(Links.switchOn(LinkId.named(link)));
    }
  }

  void remove() {
    try (Rtnetlink host = Rtnetlink.here()) {
      find(host).ifPresent(one -> host.execute(Links.delete(LinkId.of(one.index()))));
    }
  }

  /**
   * Has it know these containers of other hosts, and no others. Several processes may do so at the
   * same time, as each container's does: who comes second finds it done.
   */
  void know(Iterable<Peer> peers) {
    Map<HardwareAddress, InetAddress> hosts = new HashMap<>();
    Map<InetAddress, HardwareAddress> neighbours = new HashMap<>();
    for (Peer peer : peers) {
      HardwareAddress hardware = peer.endpoint().hardware().orElseThrow();
      hosts.put(hardware, peer.host());
      for (IpPrefix address : peer.endpoint().addresses()) {
        neighbours.put(address.address(), hardware);
      }
    }
    try (Rtnetlink host = Rtnetlink.here()) {
      find(host)
          .ifPresent(
              end -> {
                forward(host, end.index(), hosts);
                answer(host, end.index(), neighbours);
              });
    }
  }

  private static void forward(
      Rtnetlink host, int link, Map<HardwareAddress, InetAddress> expected) {
    Map<HardwareAddress, InetAddress> missing = new HashMap<>(expected);
    for (ForwardingEntry entry : host.forwardingEntries()) {
      if (entry.link() == link && entry.host().isPresent()) {
        InetAddress there = entry.host().get();
        if (!missing.remove(entry.hardware(), there)) {
          unless(Errno.ENOENT, host, ForwardingEntries.remove(link, entry.hardware(), there));
        }
      }
    }
    missing.forEach(
        (hardware, there) ->
            unless(Errno.EEXIST, host, ForwardingEntries.add(link, hardware, there)));
  }

  private static void answer(Rtnetlink host, int link, Map<InetAddress, HardwareAddress> expected) {
    Map<InetAddress, HardwareAddress> missing = new HashMap<>(expected);
    for (Neighbour entry : host.neighbours()) {
      if (entry.link() == link && entry.isPermanent()) {
        if (!missing.remove(entry.address(), entry.hardware().orElse(null))) {
          unless(Errno.ENOENT, host, Neighbours.remove(link, entry.address()));
        }
      }
    }
    missing.forEach(
        (address, hardware) -> unless(Errno.EEXIST, host, Neighbours.add(link, address, hardware)));
  }

  private static void unless(Errno done, Rtnetlink host, Request request) {
    try {
      host.execute(request);
    } catch (ErrnoException e) {
      if (e.errno() != done) {
        throw e;
      }
    }
  }
}
