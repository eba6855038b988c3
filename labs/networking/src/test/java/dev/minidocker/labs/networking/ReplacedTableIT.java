package dev.minidocker.labs.networking;

import static dev.minidocker.labs.networking.Topology.FIRST;
import static dev.minidocker.labs.networking.Topology.OUTSIDE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.networking.nftables.Protocol;
import dev.minidocker.linux.netlink.Request;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The whole table is replaced again and again while packets pass. */
@Requires(Need.NAMESPACES)
class ReplacedTableIT {
  private static final NatTable TABLE = NatTable.named("md");
  private static final int REPLACED = 20;
  private static final int CLIENTS = 24;
  private static final int MOST_LOST = 5;

  private final int port = ThreadLocalRandom.current().nextInt(1024, 30_000);
  @AutoClose private final Topology topology = new Topology();

  /**
   * Each datagram is the first of its flow, so each meets the rules: the old or the new ones, never
   * none. The kernel keeps that for rules; a packet that looks into a map just when the generation
   * changes finds the old map empty, which happens to none or one in most runs. Where a table is
   * removed before the next is there, dozens are lost.
   */
  @Test
  void noPacketMeetsATableThatIsHalfReplaced() throws InterruptedException {
    int flows = 300;
    List<PublishedPort> ports = new ArrayList<>();
    InetAddress target = topology.container(FIRST, false);
    for (int i = 0; i < flows; i++) {
      ports.add(new PublishedPort(Optional.empty(), 30_000 + i, target, port, Protocol.UDP));
    }
    List<Request> whole = new ArrayList<>(TABLE.delete());
    whole.addAll(TABLE.create());
    whole.addAll(TABLE.connect(topology.network(0, BridgeNetwork.MASQUERADED)));
    whole.addAll(TABLE.connect(topology.network(1, BridgeNetwork.MASQUERADED)));
    whole.addAll(TABLE.publish(ports));
    topology.tables.commit(TABLE.create());
    topology.tables.commit(whole);
    Replacing replacing = new Replacing(() -> topology.tables.commit(whole));
    replacing.start();
    int lost = 0;
    try (PeerSocket server = topology.hosts.udp(FIRST, false).bind(port)) {
      for (int i = 0; i < CLIENTS && replacing.times() < REPLACED && lost <= MOST_LOST; i++) {
        lost += lostOfAll(ports, server);
      }
    } finally {
      replacing.end();
    }
    assertTrue(lost <= MOST_LOST, "lost " + lost);
    assertTrue(replacing.times() >= REPLACED, "replaced only " + replacing.times() + " times");
  }

  /** From a port that nobody has used yet. */
  private int lostOfAll(List<PublishedPort> ports, PeerSocket server) {
    int lost = 0;
    try (PeerSocket client = topology.hosts.udp(OUTSIDE, false)) {
      for (PublishedPort door : ports) {
        String text = "to " + door.hostPort();
        client.sendTo(new PeerSocket.Peer(topology.hostOutside(false), door.hostPort()), text);
        Optional<String> heard = server.receive().map(PeerSocket.Received::text);
        assertEquals(text, heard.orElse(text));
        lost += heard.isPresent() ? 0 : 1;
      }
    }
    return lost;
  }

  /** Does the same again and again until it is told to end. */
  private static final class Replacing extends Thread {
    private final Runnable what;
    private final AtomicInteger times = new AtomicInteger();
    private volatile boolean over;
    private volatile Optional<RuntimeException> failure = Optional.empty();

    Replacing(Runnable what) {
      super("replacing");
      this.what = what;
    }

    @Override
    public void run() {
      try {
        while (!over) {
          what.run();
          times.incrementAndGet();
        }
      } catch (RuntimeException e) {
        failure = Optional.of(e);
      }
    }

    int times() {
      return times.get();
    }

    void end() throws InterruptedException {
      over = true;
      join();
      failure.ifPresent(
          e -> {
            throw e;
          });
    }
  }
}
