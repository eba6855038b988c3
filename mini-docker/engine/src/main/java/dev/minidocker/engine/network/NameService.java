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
import dev.minidocker.linux.InetSocket;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.Request;
import java.io.IOException;
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
   * @param rootless whether that is another user namespace, which no thread may enter
   * @param upstream who is asked for other names
   */
  static DnsServer start(
      int pid, boolean rootless, NameTable names, List<InetSocketAddress> upstream) {
    Sockets sockets = rootless ? takenFrom(pid) : socketsIn(pid);
    return DnsServer.start(sockets, names, upstream); // from here it asks the others
  }

  private static Sockets takenFrom(int pid) {
    List<Fd> taken =
        Abroad.open(
            NamespacePaths.of(pid),
            List.of(
                InetSocket.opening(InetSocket.Kind.UDP4),
                InetSocket.opening(InetSocket.Kind.TCP4),
                NetlinkProgram.open("rules", NetlinkSocket.NETLINK_NETFILTER)));
    Sockets sockets = new Sockets(InetSocket.of(taken.get(0)), InetSocket.of(taken.get(1)));
    try (Nftables rules = new Nftables(NetlinkSocket.of(taken.get(2)))) {
      return led(sockets.at(ADDRESS), rules);
    } catch (IOException e) {
      throw refusal(e);
    }
  }

  private static NetworkException refusal(Throwable cause) {
    return new NetworkException(
        "the name server of the container cannot be started: " + cause.getMessage(), cause);
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
      throw refusal(e.getCause());
    }
  }

  private static Sockets open(int pid) throws IOException {
    try (Fd namespace = Fd.open("/proc/" + pid + "/ns/net", 0, 0)) {
      Kernel.call(Syscall.SETNS, namespace.number(), NetMechanism.NAMESPACE.bits());
    }
    Sockets sockets = Sockets.open(ADDRESS);
    try (Nftables rules = Nftables.here()) {
      return led(sockets, rules);
    }
  }

  /** Once the rules lead there. */
  private static Sockets led(Sockets sockets, Nftables rules) throws IOException {
    try {
      rules.commit(rules(sockets.udp().local().getPort(), sockets.tcp().local().getPort()));
      return sockets;
    } catch (IOException | RuntimeException e) {
      sockets.close();
      throw e;
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
