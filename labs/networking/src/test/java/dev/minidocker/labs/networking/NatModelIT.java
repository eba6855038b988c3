package dev.minidocker.labs.networking;

import static dev.minidocker.labs.networking.Topology.FIRST;
import static dev.minidocker.labs.networking.Topology.NEIGHBOUR;
import static dev.minidocker.labs.networking.Topology.OUTSIDE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.model.NatModel;
import dev.minidocker.labs.networking.model.Packet;
import dev.minidocker.labs.networking.model.Packet.Place;
import dev.minidocker.labs.networking.nftables.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The kernel translates as the model does: random flows, and ports that come and go. */
@Requires(Need.NAMESPACES)
class NatModelIT {
  private static final NatTable TABLE = NatTable.named("md");
  private static final int ACTS = 300;
  private static final int FIRST_PORT = 20_000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Topology topology = new Topology();
  private final Map<Place, PeerSocket> sockets =
      new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
  private final Map<Integer, PublishedPort> published = new TreeMap<>();
  private final NatModel model =
      new NatModel(
          topology.hostOutside(false).getHostAddress(), Set.of(address(FIRST), address(NEIGHBOUR)));
  private int arrived;

  private String address(int host) {
    return host == OUTSIDE
        ? topology.outside(false).getHostAddress()
        : topology.container(host, false).getHostAddress();
  }

  @AfterEach
  void close() {
    sockets.values().forEach(PeerSocket::close);
    topology.close();
  }

  @Test
  void theKernelTranslatesAsTheModelDoes() {
    topology.tables.commit(TABLE.create());
    topology.tables.commit(TABLE.connect(topology.network(0, BridgeNetwork.MASQUERADED)));
    for (int host : new int[] {FIRST, NEIGHBOUR, OUTSIDE}) {
      for (int i = 0; i < 3; i++) {
        int port = FIRST_PORT + i;
        PeerSocket socket = topology.hosts.udp(host, false).bind(port).patience(2_000);
        sockets.put(new Place(address(host), port), socket);
      }
    }
    for (int i = 0; i < ACTS; i++) {
      switch (random.nextInt(4)) {
        case 0 -> togglePort();
        case 1 ->
            ask(place(OUTSIDE), new Place(topology.hostOutside(false).getHostAddress(), door()));
        default -> ask(place(random.nextBoolean() ? FIRST : NEIGHBOUR), place(OUTSIDE));
      }
    }
    assertTrue(arrived > ACTS / 3, "only " + arrived + " arrived");
  }

  private int door() {
    return 30_000 + random.nextInt(4);
  }

  private Place place(int host) {
    return new Place(address(host), FIRST_PORT + random.nextInt(3));
  }

  private void togglePort() {
    int door = door();
    PublishedPort known = published.remove(door);
    if (known != null) {
      topology.tables.commit(TABLE.withdraw(List.of(known)));
      model.withdraw(door);
      return;
    }
    Place container = place(random.nextBoolean() ? FIRST : NEIGHBOUR);
    PublishedPort port =
        new PublishedPort(
            Optional.empty(),
            door,
            IpPrefix.address(container.address()),
            container.port(),
            Protocol.UDP);
    topology.tables.commit(TABLE.publish(List.of(port)));
    model.publish(door, container);
    published.put(door, port);
  }

  /** A datagram and its answer; or none, where the model says that nobody hears it. */
  private void ask(Place from, Place to) {
    Packet packet = new Packet(from, to);
    Optional<Packet> expected = model.pass(packet);
    PeerSocket asker = sockets.get(from);
    asker.sendTo(peer(to), "ask");
    if (expected.isEmpty()) {
      sockets
          .values()
          .forEach(
              socket ->
                  assertEquals(
                      Optional.empty(), socket.patience(1).receive(), () -> "seed " + seed));
      sockets.values().forEach(socket -> socket.patience(2_000));
      return;
    }
    PeerSocket hearer = sockets.get(expected.get().destination());
    PeerSocket.Received heard =
        hearer
            .receive()
            .orElseThrow(
                () -> new AssertionError(packet + " is not " + expected.get() + ", seed " + seed));
    assertEquals(expected.get().source().address(), heard.sender().address().getHostAddress());
    hearer.sendTo(heard.sender(), "answer");
    PeerSocket.Received answer = asker.receive().orElseThrow();
    assertEquals(peer(to), answer.sender(), () -> "seed " + seed);
    arrived++;
  }

  private static PeerSocket.Peer peer(Place place) {
    return new PeerSocket.Peer(IpPrefix.address(place.address()), place.port());
  }
}
