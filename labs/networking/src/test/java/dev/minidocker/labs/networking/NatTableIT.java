package dev.minidocker.labs.networking;

import static dev.minidocker.labs.networking.Topology.FIRST;
import static dev.minidocker.labs.networking.Topology.HOST;
import static dev.minidocker.labs.networking.Topology.NEIGHBOUR;
import static dev.minidocker.labs.networking.Topology.OTHER;
import static dev.minidocker.labs.networking.Topology.OUTSIDE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.Routes;
import dev.minidocker.labs.networking.nftables.Protocol;
import dev.minidocker.labs.networking.nftables.Ruleset;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.netlink.Request;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules do to real packets. */
@Requires(Need.NAMESPACES)
class NatTableIT {
  private static final NatTable TABLE = NatTable.named("md");

  /** More than the second after which TCP, ARP and its successor ask again. */
  private static final int PATIENT = 4_000;

  private static final int IMPATIENT = 300;

  private final int hostPort = ThreadLocalRandom.current().nextInt(1024, 30_000);
  private final int port = ThreadLocalRandom.current().nextInt(1024, 30_000);
  private final Topology topology = new Topology();
  private final Map<String, PeerSocket> listeners = new HashMap<>();

  @BeforeEach
  void create() {
    topology.tables.commit(TABLE.create());
  }

  @AfterEach
  void close() {
    listeners.values().forEach(PeerSocket::close);
    topology.close();
  }

  private void connect(BridgeNetwork.Outside first) {
    topology.tables.commit(TABLE.connect(topology.network(0, first)));
    topology.tables.commit(TABLE.connect(topology.network(1, BridgeNetwork.MASQUERADED)));
  }

  private void publish(Optional<InetAddress> at, int container, Protocol protocol, boolean six) {
    InetAddress target = topology.container(container, six);
    topology.tables.commit(
        TABLE.publish(List.of(new PublishedPort(at, hostPort, target, port, protocol))));
  }

  /** Who the server sees, or the client's errno. */
  private Object tcp(int client, int server, InetAddress address, int atPort, boolean six) {
    return tcp(client, server, address, atPort, six, PATIENT);
  }

  private Object tcp(
      int client, int server, InetAddress address, int atPort, boolean six, int patience) {
    PeerSocket listener = // it stays, since the process that owns it does
        listeners.computeIfAbsent(
            server + "/" + six, key -> topology.hosts.tcp(server, six).bind(port).listen());
    try (PeerSocket asker = topology.hosts.tcp(client, six).patience(patience)) {
      Optional<Errno> refused = asker.connect(address, atPort);
      return refused.isPresent() ? refused.get() : listener.accept().address();
    }
  }

  private void assertSilence(int client, int server, InetAddress address, int atPort, boolean six) {
    Object answer = tcp(client, server, address, atPort, six, IMPATIENT);
    assertTrue(answer == Errno.EINPROGRESS || answer == Errno.EAGAIN, "answered: " + answer);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aContainerReachesOutAsTheHost(boolean six) {
    connect(BridgeNetwork.MASQUERADED);
    Object seen = tcp(FIRST, OUTSIDE, topology.outside(six), port, six);
    assertEquals(topology.hostOutside(six), seen);
  }

  @Test
  void aContainerReachesOutWithTheAddressAsked() {
    InetAddress gateway = topology.gateway(1, false);
    connect(new BridgeNetwork.Outside.Masqueraded(Optional.of(gateway)));
    topology
        .hosts
        .route(OUTSIDE)
        .execute(Routes.addVia(IpPrefix.parse("0.0.0.0/0"), topology.hostOutside(false)));
    assertEquals(gateway, tcp(FIRST, OUTSIDE, topology.outside(false), port, false));
    assertEquals(
        topology.hostOutside(true), tcp(FIRST, OUTSIDE, topology.outside(true), port, true));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anInternalNetworkReachesItsNeighboursOnly(boolean six) {
    connect(BridgeNetwork.INTERNAL);
    assertSilence(FIRST, OUTSIDE, topology.outside(six), port, six);
    assertEquals(
        topology.container(FIRST, six),
        tcp(FIRST, NEIGHBOUR, topology.container(NEIGHBOUR, six), port, six));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twoNetworksDoNotReachEachOther(boolean six) {
    connect(BridgeNetwork.MASQUERADED);
    assertSilence(FIRST, OTHER, topology.container(OTHER, six), port, six);
    assertSilence(OTHER, FIRST, topology.container(FIRST, six), port, six);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneNetworkReachesWhatAnotherPublishes(boolean six) {
    connect(BridgeNetwork.MASQUERADED);
    publish(Optional.empty(), OTHER, Protocol.TCP, six);
    InetAddress gateway = topology.gateway(1, six);
    assertEquals(gateway, tcp(FIRST, OTHER, gateway, hostPort, six));
    assertEquals(gateway, tcp(FIRST, OTHER, topology.hostOutside(six), hostPort, six));
    assertSilence(FIRST, OTHER, topology.container(OTHER, six), port, six);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anInternalNetworkDoesNotReachWhatAnotherPublishes(boolean six) {
    connect(BridgeNetwork.INTERNAL);
    publish(Optional.empty(), OTHER, Protocol.TCP, six);
    assertSilence(FIRST, OTHER, topology.gateway(0, six), hostPort, six);
  }

  @Test
  void withoutRulesTheyWouldReachEachOther() {
    InetAddress other = topology.container(OTHER, false);
    assertEquals(topology.container(FIRST, false), tcp(FIRST, OTHER, other, port, false));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPublishedPortIsReachedFromOutsideAndFromTheHost(boolean six) {
    connect(BridgeNetwork.MASQUERADED);
    InetAddress host = topology.hostOutside(six);
    assertEquals(Errno.ECONNREFUSED, tcp(OUTSIDE, FIRST, host, hostPort, six));
    publish(Optional.empty(), FIRST, Protocol.TCP, six);
    assertEquals(topology.outside(six), tcp(OUTSIDE, FIRST, host, hostPort, six));
    assertEquals(host, tcp(HOST, FIRST, host, hostPort, six));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPublishedPortIsReachedByItsContainerAndItsNeighbour(boolean six) {
    connect(BridgeNetwork.MASQUERADED);
    publish(Optional.empty(), FIRST, Protocol.TCP, six);
    InetAddress host = topology.hostOutside(six);
    InetAddress gateway = topology.gateway(0, six);
    assertEquals(gateway, tcp(NEIGHBOUR, FIRST, host, hostPort, six));
  }

  @Test
  void whatIsNotPublishedIsNotReachedFromOutside() {
    connect(BridgeNetwork.MASQUERADED);
    publish(Optional.empty(), FIRST, Protocol.TCP, false);
    topology
        .hosts
        .route(OUTSIDE)
        .execute(Routes.addVia(IpPrefix.parse("10.0.0.0/8"), topology.hostOutside(false)));
    assertSilence(OUTSIDE, FIRST, topology.container(FIRST, false), port, false);
    assertSilence(OUTSIDE, NEIGHBOUR, topology.container(NEIGHBOUR, false), port, false);
  }

  @Test
  void aRoutedNetworkIsReachedAsItIs() {
    connect(BridgeNetwork.ROUTED);
    topology
        .hosts
        .route(OUTSIDE)
        .execute(Routes.addVia(IpPrefix.parse("10.0.0.0/8"), topology.hostOutside(false)));
    InetAddress container = topology.container(FIRST, false);
    assertEquals(topology.outside(false), tcp(OUTSIDE, FIRST, container, port, false));
    assertEquals(container, tcp(FIRST, OUTSIDE, topology.outside(false), port, false));
  }

  @Test
  void aPortOfOneAddressIsNotPublishedAtAnother() {
    connect(BridgeNetwork.MASQUERADED);
    publish(Optional.of(topology.gateway(1, false)), FIRST, Protocol.TCP, false);
    InetAddress host = topology.hostOutside(false);
    assertEquals(Errno.ECONNREFUSED, tcp(HOST, FIRST, host, hostPort, false));
    InetAddress gateway = topology.gateway(1, false);
    // the host's own address is one of the second network's too, and so it is translated
    assertEquals(topology.gateway(0, false), tcp(HOST, FIRST, gateway, hostPort, false));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void datagramsComeAndGo(boolean six) {
    connect(BridgeNetwork.MASQUERADED);
    publish(Optional.empty(), FIRST, Protocol.UDP, six);
    try (PeerSocket server = topology.hosts.udp(FIRST, six).bind(port);
        PeerSocket client = topology.hosts.udp(OUTSIDE, six)) {
      client.connect(topology.hostOutside(six), hostPort);
      client.send("ping");
      PeerSocket.Received ping = server.receive().orElseThrow();
      assertEquals(topology.outside(six), ping.sender().address());
      server.sendTo(ping.sender(), "pong");
      assertEquals("pong", client.receive().orElseThrow().text());
    }
  }

  @Test
  void withdrawnAndDisconnectedNothingIsLeft() {
    Ruleset before = topology.tables.ruleset();
    connect(BridgeNetwork.MASQUERADED);
    InetAddress target = topology.container(FIRST, false);
    PublishedPort published =
        new PublishedPort(Optional.empty(), hostPort, target, port, Protocol.TCP);
    topology.tables.commit(TABLE.publish(List.of(published)));
    topology.tables.commit(TABLE.withdraw(List.of(published)));
    assertEquals(
        Errno.ECONNREFUSED, tcp(OUTSIDE, FIRST, topology.hostOutside(false), hostPort, false));
    List<Request> both = new ArrayList<>();
    both.addAll(TABLE.disconnect(topology.network(0, BridgeNetwork.MASQUERADED)));
    both.addAll(TABLE.disconnect(topology.network(1, BridgeNetwork.MASQUERADED)));
    topology.tables.commit(both);
    assertEquals(before.toString(), topology.tables.ruleset().toString());
    topology.tables.commit(TABLE.delete());
    assertEquals(List.of(), topology.tables.ruleset().tables());
  }

  @Test
  void aPortThatIsPublishedTwiceIsRefusedAndNothingIsDone() {
    connect(BridgeNetwork.MASQUERADED);
    publish(Optional.empty(), FIRST, Protocol.TCP, false);
    String before = topology.tables.ruleset().toString();
    InetAddress other = topology.container(OTHER, false);
    List<PublishedPort> ports =
        List.of(
            new PublishedPort(Optional.empty(), hostPort + 1, other, port, Protocol.TCP),
            new PublishedPort(Optional.empty(), hostPort, other, port, Protocol.TCP));
    ErrnoException refused =
        assertThrows(ErrnoException.class, () -> topology.tables.commit(TABLE.publish(ports)));
    assertEquals(Errno.EEXIST, refused.errno());
    assertTrue(refused.getMessage().contains("tcp . " + hostPort), refused.getMessage());
    assertEquals(before, topology.tables.ruleset().toString());
  }
}
