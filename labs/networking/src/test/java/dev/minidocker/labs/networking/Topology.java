package dev.minidocker.labs.networking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.labs.net.Addresses;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.LinkId;
import dev.minidocker.labs.net.Links;
import dev.minidocker.labs.net.NewLink;
import dev.minidocker.labs.net.Routes;
import dev.minidocker.labs.networking.nftables.Nftables;
import dev.minidocker.linux.Errno;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A host with two bridges, three containers, and a machine outside that knows no way to containers:
 * containers 0 and 1 are at the first bridge, 2 is at the second.
 */
final class Topology implements AutoCloseable {
  static final int FIRST = 0;
  static final int NEIGHBOUR = 1;
  static final int OTHER = 2;
  static final int OUTSIDE = 3;
  static final int HOST = 4;

  private static final int BRIDGES = 100;
  private static final int LINKS = 200;
  private static final Optional<Errno> REFUSED = Optional.of(Errno.ECONNREFUSED);
  private static final int NOBODY_LISTENS = 9;
  private static final int PATIENCE = 2_000;
  private static final int ATTEMPTS = 10;

  private final int random = ThreadLocalRandom.current().nextInt(1, 200);
  final Hosts hosts = new Hosts(5, 24 + ATTEMPTS);
  final Nftables tables = hosts.nftables(HOST);

  Topology() {
    for (int host = 0; host <= HOST; host++) {
      hosts.route(host).execute(Links.switchOn(LinkId.named("lo")));
    }
    for (int bridge = 0; bridge < 2; bridge++) {
      hosts
          .route(HOST)
          .execute(
              Links.createBridge(
                  NewLink.named(bridge(bridge)).withIndex(BRIDGES + bridge).switchedOn()));
      address(HOST, BRIDGES + bridge, gateway(bridge, false), 24);
      address(HOST, BRIDGES + bridge, gateway(bridge, true), 64);
    }
    connect(FIRST, 0);
    connect(NEIGHBOUR, 0);
    connect(OTHER, 1);
    NewLink link = NewLink.named("mdout").withIndex(LINKS + OUTSIDE).switchedOn();
    NewLink peer = NewLink.named("eth0").withIndex(LINKS + OUTSIDE);
    hosts.route(HOST).execute(Links.createVeth(link, peer, hosts.target(OUTSIDE)));
    hosts.route(OUTSIDE).execute(Links.switchOn(LinkId.named("eth0")));
    for (boolean six : new boolean[] {false, true}) {
      address(HOST, LINKS + OUTSIDE, hostOutside(six), six ? 64 : 24);
      address(OUTSIDE, LINKS + OUTSIDE, outside(six), six ? 64 : 24);
    }
    for (boolean six : new boolean[] {false, true}) {
      awaitAnswer(FIRST, gateway(0, six), six);
      awaitAnswer(NEIGHBOUR, gateway(0, six), six);
      awaitAnswer(OTHER, gateway(1, six), six);
      awaitAnswer(OUTSIDE, hostOutside(six), six);
    }
  }

  /**
   * Links and IPv6 addresses are made when the kernel answers, and work when its queues have come
   * to them. Whoever sends a packet before that is translated wrongly for as long as he asks again.
   */
  private void awaitAnswer(int host, InetAddress address, boolean six) {
    Optional<Errno> answer = Optional.empty();
    for (int i = 0; i < ATTEMPTS && !answer.equals(REFUSED); i++) {
      try (PeerSocket socket = hosts.tcp(host, six).patience(PATIENCE)) {
        answer = socket.connect(address, NOBODY_LISTENS);
      }
    }
    assertEquals(REFUSED, answer, () -> host + " does not reach " + address);
  }

  private void connect(int container, int bridge) {
    NewLink link = NewLink.named("mdveth" + container).withIndex(LINKS + container).switchedOn();
    NewLink peer = NewLink.named("eth0").withIndex(LINKS + container);
    hosts
        .route(HOST)
        .execute(Links.createVeth(link.inBridge(BRIDGES + bridge), peer, hosts.target(container)));
    hosts.route(container).execute(Links.switchOn(LinkId.named("eth0")));
    for (boolean six : new boolean[] {false, true}) {
      address(container, LINKS + container, container(container, six), six ? 64 : 24);
      IpPrefix everywhere = IpPrefix.parse(six ? "::/0" : "0.0.0.0/0");
      hosts.route(container).execute(Routes.addVia(everywhere, gateway(bridge, six)));
    }
  }

  private void address(int host, int link, InetAddress address, int length) {
    hosts.route(host).execute(Addresses.add(link, new IpPrefix(address, length)));
  }

  String bridge(int which) {
    return "mdbr" + which;
  }

  /** A network at this bridge, as rules must know it. */
  BridgeNetwork network(int bridge, BridgeNetwork.Outside outside) {
    return new BridgeNetwork(
        bridge(bridge),
        List.of(new IpPrefix(gateway(bridge, false), 24), new IpPrefix(gateway(bridge, true), 64)),
        outside);
  }

  InetAddress gateway(int bridge, boolean six) {
    return IpPrefix.address(prefix(bridge, six) + "1");
  }

  InetAddress container(int container, boolean six) {
    return IpPrefix.address(prefix(container == OTHER ? 1 : 0, six) + (10 + container));
  }

  private String prefix(int bridge, boolean six) {
    return six ? "fd00:" + random + ":" + bridge + "::" : "10." + random + "." + bridge + ".";
  }

  /** The host's address in the network outside. */
  InetAddress hostOutside(boolean six) {
    return IpPrefix.address(six ? "fd01:" + random + "::1" : "192.168." + random + ".1");
  }

  InetAddress outside(boolean six) {
    return IpPrefix.address(six ? "fd01:" + random + "::2" : "192.168." + random + ".2");
  }

  @Override
  public void close() {
    tables.close();
    hosts.close();
  }
}
