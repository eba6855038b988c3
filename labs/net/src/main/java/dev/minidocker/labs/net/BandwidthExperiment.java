package dev.minidocker.labs.net;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.netlink.route.TokenBucket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** A container that sends all it can, before and after its link is limited. */
final class BandwidthExperiment {
  private static final int BURST = 16 << 10;
  private static final int WAITING = 64 << 10;
  private static final long SECOND = 1_000_000_000;

  private final Cable cable = Cable.madeUp();
  private final int kib = ThreadLocalRandom.current().nextInt(200, 800);

  Experiment experiment() {
    return Experiment.named("net/bandwidth", "who sends too fast waits for tokens")
        .in(CLONE_NEWNET)
        .needing(Need.TOKEN_BUCKET)
        .then(
            Scene.narrated(
                    "A veth pair connects the container with a network that plays the host. A child"
                        + " of the container sends without a pause.")
                .doing(Action.inside(connected().then(sender())))
                .observing("KiB that arrive in a second", this::arriving, Look.NOWHERE)
                .expecting(
                    "as many as the machine can", (host, container) -> number(host) > 2L * kib))
        .then(
            Scene.narrated(
                    "The container's end gets a bucket: each byte takes a token, "
                        + kib
                        + " KiB of which come in a second.")
                .doing(Action.inside(limited()))
                .observing("KiB that arrive in a second", this::arriving, Look.NOWHERE)
                .expecting(
                    "some " + kib, (host, container) -> Math.abs(number(host) - kib) < kib / 4));
  }

  private Program connected() {
    return cable
        .apart("host.udp", Udp.swallow("host.udp"))
        .then(cable.laid())
        .then(cable.switchedOn());
  }

  private Program sender() {
    return Fork.andServe(
        "sender",
        Set.of(),
        Udp.open("sender.udp"),
        Udp.flood("sender.udp", cable.host(), cable.port()));
  }

  private Program limited() {
    TokenBucket bucket = new TokenBucket(kib * 1024L, BURST, WAITING);
    return Cable.asking("bucket", List.of(Queues.limit(Cable.INSIDE, bucket)));
  }

  /** Counted at the host's end, after the bucket that was full has emptied. */
  private String arriving(Host container) {
    Host playsHost = container.children().get(0);
    LockSupport.parkNanos(SECOND / 5);
    long before = NetLook.bytesReceived(playsHost, cable.outside());
    long from = System.nanoTime();
    LockSupport.parkNanos(SECOND);
    long bytes = NetLook.bytesReceived(playsHost, cable.outside()) - before;
    return Long.toString(bytes * SECOND / (System.nanoTime() - from) / 1024);
  }

  private static long number(String kibibytes) {
    return Long.parseLong(kibibytes);
  }
}
