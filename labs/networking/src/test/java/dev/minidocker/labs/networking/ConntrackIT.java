package dev.minidocker.labs.networking;

import static dev.minidocker.labs.networking.Topology.FIRST;
import static dev.minidocker.labs.networking.Topology.HOST;
import static dev.minidocker.labs.networking.Topology.NEIGHBOUR;
import static dev.minidocker.labs.networking.Topology.OUTSIDE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.networking.PeerSocket.Peer;
import dev.minidocker.labs.networking.conntrack.Conntrack;
import dev.minidocker.labs.networking.conntrack.Flow;
import dev.minidocker.labs.networking.conntrack.Tuple;
import dev.minidocker.labs.networking.nftables.Protocol;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows that began before a rule was changed. */
@Requires(value = Need.NAMESPACES, programs = "nsenter")
class ConntrackIT {
  private static final NatTable TABLE = NatTable.named("md");
  private static final Pattern LINE =
      Pattern.compile(
          "ipv[46] +\\d+ (?:udp|tcp) +(\\d+) .*?"
              + "src=(\\S+) dst=(\\S+) sport=(\\d+) dport=(\\d+).*?"
              + "src=(\\S+) dst=(\\S+) sport=(\\d+) dport=(\\d+).*");

  private final int hostPort = ThreadLocalRandom.current().nextInt(1024, 30_000);
  private final int port = ThreadLocalRandom.current().nextInt(1024, 30_000);
  private final Topology topology = new Topology();
  private final Conntrack flows = topology.hosts.conntrack(HOST);

  @BeforeEach
  void create() {
    topology.tables.commit(TABLE.create());
    topology.tables.commit(TABLE.connect(topology.network(0, BridgeNetwork.MASQUERADED)));
  }

  @AfterEach
  void close() {
    flows.close();
    topology.close();
  }

  private PublishedPort at(int container, boolean six) {
    InetAddress target = topology.container(container, six);
    return new PublishedPort(Optional.empty(), hostPort, target, port, Protocol.UDP);
  }

  private List<InetAddress> own(boolean six) {
    return List.of(topology.hostOutside(six), topology.gateway(0, six));
  }

  @Test
  void theyAreThoseOfTheKernelsOwnList() {
    for (boolean six : new boolean[] {false, true}) {
      topology.tables.commit(TABLE.publish(List.of(at(FIRST, six))));
      try (PeerSocket server = topology.hosts.udp(FIRST, six).bind(port);
          PeerSocket client = topology.hosts.udp(OUTSIDE, six);
          PeerSocket web = topology.hosts.tcp(OUTSIDE, six).bind(port).listen();
          PeerSocket caller = topology.hosts.tcp(NEIGHBOUR, six)) {
        client.connect(topology.hostOutside(six), hostPort);
        client.send("asked");
        assertTrue(server.receive().isPresent());
        assertEquals(Optional.empty(), caller.connect(topology.outside(six), port));
        assertEquals(topology.hostOutside(six), web.accept().address());
      }
    }
    Set<String> listed = new TreeSet<>();
    String kernels = topology.hosts.run("", "cat", "/proc/net/nf_conntrack");
    kernels
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> listed.add(tuple(line, 2) + ", answered as " + tuple(line, 6)));
    Set<String> ours = new TreeSet<>();
    flows.flows().stream().filter(ConntrackIT::hasPorts).forEach(flow -> ours.add("" + flow));
    assertTrue(listed.size() >= 4, kernels);
    assertEquals(listed, ours);
  }

  private static boolean hasPorts(Flow flow) {
    int protocol = flow.asked().protocol();
    return protocol == Protocol.UDP.number() || protocol == Protocol.TCP.number();
  }

  private static Tuple tuple(Matcher line, int group) {
    try {
      return new Tuple(
          Integer.parseInt(line.group(1)),
          InetAddress.getByName(line.group(group)),
          Integer.parseInt(line.group(group + 2)),
          InetAddress.getByName(line.group(group + 1)),
          Integer.parseInt(line.group(group + 3)));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoHasAskedGoesOnWithTheOldOneUntilHisFlowIsForgotten(boolean six) {
    PublishedPort before = at(FIRST, six);
    PublishedPort after = at(NEIGHBOUR, six);
    topology.tables.commit(TABLE.publish(List.of(before)));
    try (PeerSocket old = topology.hosts.udp(FIRST, six).bind(port);
        PeerSocket young = topology.hosts.udp(NEIGHBOUR, six).bind(port);
        PeerSocket client = topology.hosts.udp(OUTSIDE, six)) {
      client.connect(topology.hostOutside(six), hostPort);
      client.send("first");
      assertEquals("first", old.receive().orElseThrow().text());
      topology.tables.commit(TABLE.withdraw(List.of(before)));
      topology.tables.commit(TABLE.publish(List.of(after)));
      client.send("second");
      assertEquals("second", old.receive().orElseThrow().text());
      assertEquals(0, flows.forget(flow -> flow.leadsTo(after)));
      assertEquals(0, flows.forget(flow -> flow.asksFor(after, List.of())));
      assertEquals(1, flows.forget(flow -> flow.leadsTo(before)));
      client.send("third");
      assertEquals("third", young.receive().orElseThrow().text());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoAskedBeforeAnythingWasPublishedIsLedThereWhenHisFlowIsForgotten(boolean six) {
    PublishedPort published = at(FIRST, six);
    try (PeerSocket server = topology.hosts.udp(FIRST, six).bind(port);
        PeerSocket host = topology.hosts.udp(HOST, six).bind(hostPort);
        PeerSocket client = topology.hosts.udp(OUTSIDE, six)) {
      client.connect(topology.hostOutside(six), hostPort);
      client.send("first");
      assertEquals("first", host.receive().orElseThrow().text());
      topology.tables.commit(TABLE.publish(List.of(published)));
      client.send("second");
      assertEquals("second", host.receive().orElseThrow().text());
      assertEquals(1, flows.forget(flow -> flow.asksFor(published, own(six))));
      client.send("third");
      assertEquals("third", server.receive().orElseThrow().text());
    }
  }

  @Test
  void whoAsksAnotherHostAtThatPortIsLeftAlone() {
    PublishedPort published = at(FIRST, false);
    try (PeerSocket server = topology.hosts.udp(OUTSIDE, false).bind(hostPort);
        PeerSocket client = topology.hosts.udp(NEIGHBOUR, false)) {
      client.connect(topology.outside(false), hostPort);
      client.send("asked");
      Peer seen = server.receive().orElseThrow().sender();
      assertEquals(0, flows.forget(flow -> flow.asksFor(published, own(false))));
      server.sendTo(seen, "answered");
      assertEquals("answered", client.receive().orElseThrow().text());
      assertFalse(flows.flows().isEmpty());
    }
  }
}
