package dev.minidocker.engine.network;

import dev.minidocker.labs.net.Route;
import dev.minidocker.labs.net.Rtnetlink;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Flock;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.route.RouteMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The way from a user's network namespace to whatever the host reaches: pasta(1) or slirp4netns(1),
 * which passes on what comes there by sockets of its own. One process of the state directory runs
 * it, who holds a lock; when that ends, another one that uses the namespace does, so that there is
 * a way as long as somebody uses it, and none of it is left afterwards.
 */
final class Outward implements AutoCloseable {
  private static final String LOCK = "netns.lock";
  private static final int CREATE = OpenFlag.of(OpenFlag.O_RDWR, OpenFlag.O_CREAT);
  private static final long PATIENCE_NANOS = 5_000_000_000L;
  private static final int PAUSE_MILLIS = 5;
  private static final int WATCH_MILLIS = 200;
  private static final int REST_MILLIS = 5_000;

  private final NamespacePaths place;
  private final Rtnetlink links;
  private final Fd lock;
  private OutwardProgram running;
  private boolean closed;

  private Outward(Path root, NamespacePaths place) {
    this.place = place;
    List<Fd> sockets =
        Abroad.open(
            place, List.of(NetlinkProgram.open("outward.route", NetlinkSocket.NETLINK_ROUTE)));
    this.links = new Rtnetlink(NetlinkSocket.of(sockets.get(0)));
    this.lock = Fd.open(root.resolve(LOCK).toString(), CREATE, 0600);
  }

  /** Sees to it that there is a way, as long as this is open. */
  static Outward open(Path root, NamespacePaths place) {
    return new Outward(root, place);
  }

  /**
   * Waits until there is a way, and keeps one from then on.
   *
   * @return why there is none, if so
   */
  Optional<String> await() {
    Optional<String> refusal = first();
    if (refusal.isEmpty()) {
      Thread watch = new Thread(this::watch, "outward");
      watch.setDaemon(true);
      watch.start();
    }
    return refusal;
  }

  private Optional<String> first() {
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < until) {
      Optional<String> refusal = begin();
      if (refusal.isPresent()) {
        return refusal;
      } else if (leadsOut()) {
        return Optional.empty();
      }
      pause(PAUSE_MILLIS);
    }
    return Optional.of("no default route has come to it in 5 seconds");
  }

  /** Whether packets leave the namespace; pasta and slirp4netns make the route when they are up. */
  private boolean leadsOut() {
    return links.routes().stream()
        .filter(Route::isInMainTable)
        .anyMatch(
            route -> route.type() == RouteMessage.RTN_UNICAST && route.destination().length() == 0);
  }

  /** Starts a program if nobody has one; returns why there is none, if so. */
  private synchronized Optional<String> begin() {
    if (closed) {
      return Optional.empty();
    } else if (running == null && Flock.EXCLUSIVE.tryOn(lock)) {
      Optional<String> obstacle = OutwardProgram.obstacle();
      if (obstacle.isPresent()) {
        leaveToOthers();
        return obstacle;
      }
      running = OutwardProgram.find().orElseThrow();
      running.start(place);
    }
    Optional<String> end = running == null ? Optional.empty() : running.whyEnded();
    if (end.isPresent()) {
      running.close();
      running = null;
      leaveToOthers();
    }
    return end;
  }

  /** Their PATH, or their luck, may be a better one. */
  private void leaveToOthers() {
    Flock.giveBack(lock);
  }

  /** Whoever led the packets may end, and so may the program. */
  private void watch() {
    int millis = WATCH_MILLIS;
    while (!isClosed()) {
      pause(millis);
      millis = begin().isPresent() ? REST_MILLIS : WATCH_MILLIS;
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a way outside", e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (running != null) {
      running.close();
    }
    links.close();
    lock.close();
  }
}
