package dev.minidocker.engine.network;

import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.labs.networking.dns.DnsServer;
import dev.minidocker.labs.networking.dns.NameTable;
import dev.minidocker.labs.networking.dns.Sockets;
import dev.minidocker.labs.networking.nftables.Chain;
import dev.minidocker.labs.networking.nftables.Changes;
import dev.minidocker.labs.networking.nftables.Family;
import dev.minidocker.labs.networking.nftables.Hook;
import dev.minidocker.labs.networking.nftables.Match;
import dev.minidocker.labs.networking.nftables.Nftables;
import dev.minidocker.labs.networking.nftables.Protocol;
import dev.minidocker.labs.networking.nftables.Rule;
import dev.minidocker.labs.networking.nftables.Statement;
import dev.minidocker.labs.networking.nftables.Table;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.netlink.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The name server of a container, which the container finds at {@link #ADDRESS}: its sockets are in
 * the container's network namespace, all the rest is here. It listens at ports that the kernel
 * chooses, and a rule leads to them, so that the container can have port 53 for itself.
 */
final class NameService {
  static final InetAddress ADDRESS = IpPrefix.address(Connection.NAME_SERVER_ADDRESS);

  private static final int DOMAIN = 53;
  private static final Table TABLE = new Table(Family.INET, "mini-docker");
  private static final String CHAIN = "names";

  private NameService() {}

  /**
   * Serves until it is closed.
   *
   * @param pid of a process in the container's network namespace
   * @param upstream who is asked for other names
   */
  static DnsServer start(int pid, NameTable names, List<InetSocketAddress> upstream) {
    return DnsServer.start(socketsIn(pid), names, upstream); // from here it asks the others
  }

  /** A thread goes there and does not come back: what it opened stays. */
  private static Sockets socketsIn(int pid) {
    CompletableFuture<Sockets> opened = new CompletableFuture<>();
    Thread there =
        new Thread(
            () -> {
              try {
                opened.complete(open(pid));
              } catch (IOException | RuntimeException e) {
                opened.completeExceptionally(e);
              }
            },
            "name server");
    there.start();
    try {
      return opened.join();
    } catch (CompletionException e) {
      throw new NetworkException(
          "the name server of the container cannot be started: " + e.getCause().getMessage(), e);
    }
  }

  private static Sockets open(int pid) throws IOException {
    try (Fd namespace = Fd.open("/proc/" + pid + "/ns/net", 0, 0)) {
      Kernel.call(Syscall.SETNS, namespace.number(), NetMechanism.NAMESPACE.bits());
    }
    Sockets sockets = Sockets.open(ADDRESS);
    try (Nftables rules = Nftables.here()) {
      rules.commit(
          rules(sockets.udp().socket().getLocalPort(), sockets.tcp().socket().getLocalPort()));
      return sockets;
    } catch (RuntimeException e) {
      close(sockets);
      throw e;
    }
  }

  private static void close(Sockets sockets) {
    try {
      sockets.udp().close();
      sockets.tcp().close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing the sockets of a name server", e);
    }
  }

  private static List<Request> rules(int udp, int tcp) {
    Changes changes = TABLE.changes();
    List<Request> all = new ArrayList<>();
    all.add(changes.create());
    all.add(changes.add(Chain.nat(CHAIN, Hook.OUTPUT, Chain.PRIORITY_DSTNAT)));
    all.add(changes.append(CHAIN, leading(Protocol.UDP, udp)));
    all.add(changes.append(CHAIN, leading(Protocol.TCP, tcp)));
    return all;
  }

  private static Rule leading(Protocol protocol, int port) {
    return Rule.of(
        Match.destination(new IpPrefix(ADDRESS, 32)),
        Match.destinationPort(protocol, DOMAIN),
        Statement.dnat(ADDRESS, port));
  }
}
