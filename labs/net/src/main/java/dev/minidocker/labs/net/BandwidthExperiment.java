package dev.minidocker.labs.net;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.net.NetExperiments.Names;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.route.TokenBucket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** A container that sends all it can, before and after its link is limited. */
final class BandwidthExperiment {
  private static final int INSIDE = 100;
  private static final int OUTSIDE = 101;
  private static final String HOST = "host.network";
  private static final String HOST_SOCKET = "host.socket";
  private static final int BURST = 16 << 10;
  private static final int WAITING = 64 << 10;
  private static final long SECOND = 1_000_000_000;

  private final String inside = Names.madeUp();
  private final String outside = Names.madeUp();
  private final String network = Names.network();
  private final int port = Names.port();
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
    return Fork.andServe("host", Set.of(), Udp.listen("host.udp", port), Udp.swallow("host.udp"))
        .then(
            Descriptors.openToRead("/proc/self/ns/net").named(HOST),
            NetlinkProgram.open(HOST_SOCKET, NetlinkSocket.NETLINK_ROUTE),
            Tasks.unshare(CLONE_NEWNET))
        .then(asking("pair", List.of(pair())))
        .then(asking("own", atEnd(INSIDE, 2)))
        .then(NetlinkProgram.executeAndClose(HOST_SOCKET, atEnd(OUTSIDE, 1)));
  }

  private Request pair() {
    return Links.createVeth(
        NewLink.named(inside).withIndex(INSIDE),
        NewLink.named(outside).withIndex(OUTSIDE),
        new TargetNamespace.OpenedBy(HOST));
  }

  private List<Request> atEnd(int link, int number) {
    return List.of(
        Addresses.add(link, IpPrefix.parse(network + number + "/24")),
        Links.switchOn(LinkId.of(link)));
  }

  private Program sender() {
    return Fork.andServe(
        "sender", Set.of(), Udp.open("sender.udp"), Udp.flood("sender.udp", network + 1, port));
  }

  private Program limited() {
    TokenBucket bucket = new TokenBucket(kib * 1024L, BURST, WAITING);
    return asking("bucket", List.of(Queues.limit(INSIDE, bucket)));
  }

  private static Program asking(String name, List<Request> requests) {
    return Program.of(NetlinkProgram.open(name, NetlinkSocket.NETLINK_ROUTE))
        .then(NetlinkProgram.executeAndClose(name, requests));
  }

  /** Counted at the host's end, after the bucket that was full has emptied. */
  private String arriving(Host container) {
    Host playsHost = container.children().get(0);
    LockSupport.parkNanos(SECOND / 5);
    long before = NetLook.bytesReceived(playsHost, outside);
    long from = System.nanoTime();
    LockSupport.parkNanos(SECOND);
    long bytes = NetLook.bytesReceived(playsHost, outside) - before;
    return Long.toString(bytes * SECOND / (System.nanoTime() - from) / 1024);
  }

  private static long number(String kibibytes) {
    return Long.parseLong(kibibytes);
  }
}
