package dev.minidocker.labs.networking;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.labkit.Privilege;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labs.net.Rtnetlink;
import dev.minidocker.labs.net.TargetNamespace;
import dev.minidocker.labs.networking.conntrack.Conntrack;
import dev.minidocker.labs.networking.nftables.Nftables;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Processes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.netlink.NetlinkMessage;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.NetlinkTransport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Some new network namespaces, each with a switched-on loopback and sockets to use from here. The
 * last one forwards packets: it plays the machine on which the others are containers.
 */
public final class Hosts implements AutoCloseable {
  /** Of each host: its namespace, a socket of rtnetlink, two of nfnetlink. */
  private static final int FIXED = 4;

  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_DGRAM = 2;

  private final Sandbox sandbox;
  private final Fd process;
  private final int sockets;
  private final List<Rtnetlink> routes = new ArrayList<>();
  private final List<Fd> namespaces = new ArrayList<>();
  private final int[] used;

  /**
   * Makes the namespaces.
   *
   * @param sockets how many of each kind (TCP, UDP; both of IPv4 and IPv6) each has
   */
  public Hosts(int count, int sockets) {
    this.sockets = sockets;
    this.used = new int[4 * count];
    Program program = Program.EMPTY;
    for (int i = 0; i < count; i++) {
      program = program.then(i == 0 ? Program.EMPTY : Program.of(Tasks.unshare(CLONE_NEWNET)));
      program = program.then(descriptors("host." + i));
    }
    program = program.then(forwarding("/proc/sys/net/ipv4/ip_forward"));
    program = program.then(forwarding("/proc/sys/net/ipv6/conf/all/forwarding"));
    sandbox = Sandbox.start(Set.of(CLONE_NEWNET), program.then(Sandbox.PAUSE));
    sandbox.awaitPause();
    process = Processes.open(sandbox.pid());
    for (int i = 0; i < count; i++) {
      routes.add(Rtnetlink.of(process, number(i, 1)));
      namespaces.add(taken(number(i, 0)));
    }
  }

  /** In this order they get the numbers behind the one of the report. */
  private Program descriptors(String name) {
    Program program =
        Program.of(
            Descriptors.openToRead("/proc/self/ns/net").named(name + ".namespace"),
            NetlinkProgram.open(name + ".route", NetlinkSocket.NETLINK_ROUTE),
            NetlinkProgram.open(name + ".netfilter", NetlinkSocket.NETLINK_NETFILTER),
            NetlinkProgram.open(name + ".more", NetlinkSocket.NETLINK_NETFILTER));
    for (int kind = 0; kind < 4; kind++) {
      for (int i = 0; i < sockets; i++) {
        program =
            program.then(
                Program.of(
                    Step.of(
                        Syscall.SOCKET,
                        Arg.of(kind % 2 == 0 ? AF_INET : AF_INET6),
                        Arg.of(kind < 2 ? SOCK_STREAM : SOCK_DGRAM),
                        Arg.of(0))));
      }
    }
    return program;
  }

  private static Program forwarding(String path) {
    return Program.of(
        Descriptors.openToWrite(path).named(path),
        Descriptors.write(path, "1"),
        Descriptors.close(path));
  }

  private int number(int host, int which) {
    return Report.FD + 1 + (FIXED + 4 * sockets) * host + which;
  }

  private Fd taken(int number) {
    return Fd.of(Kernel.call(Syscall.PIDFD_GETFD, process.number(), number, 0));
  }

  /** Links, addresses and routes of one of them. */
  public Rtnetlink route(int host) {
    return routes.get(host);
  }

  /** The tables of one of them; the caller closes it. */
  public Nftables nftables(int host) {
    return Nftables.of(process, number(host, 2));
  }

  /** The same over another socket, for who asks at the same time; the caller closes it. */
  public Nftables nftablesToo(int host) {
    return Nftables.of(process, number(host, 3));
  }

  /** What is remembered of flows in one of them; the caller closes it. */
  public Conntrack conntrack(int host) {
    return Conntrack.of(process, number(host, 3));
  }

  /** All that the kernel says of one of them while it is asked something. */
  public List<NetlinkMessage> heard(int host, Consumer<Nftables> questions) {
    List<NetlinkMessage> heard = new ArrayList<>();
    NetlinkSocket socket = NetlinkSocket.takenFrom(process, number(host, 2));
    try (Nftables asked = new Nftables(new ListeningTransport(socket, heard))) {
      questions.accept(asked);
    }
    return heard;
  }

  /** Keeps what comes by. */
  private record ListeningTransport(NetlinkSocket socket, List<NetlinkMessage> heard)
      implements NetlinkTransport {
    @Override
    public int port() {
      return socket.port();
    }

    @Override
    public void send(ByteBuffer datagram) {
      socket.send(datagram);
    }

    @Override
    public Datagram receive() {
      Datagram datagram = socket.receive();
      heard.addAll(NetlinkMessage.decodeAll(datagram.content()));
      return datagram;
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  /** As the target of a link. */
  public TargetNamespace target(int host) {
    return new TargetNamespace.OfDescriptor(namespaces.get(host).number());
  }

  /** An unused TCP socket of one of them; the caller closes it. */
  public PeerSocket tcp(int host, boolean six) {
    return next(host, six ? 1 : 0, six);
  }

  /** An unused UDP socket of one of them; the caller closes it. */
  public PeerSocket udp(int host, boolean six) {
    return next(host, six ? 3 : 2, six);
  }

  private PeerSocket next(int host, int kind, boolean six) {
    int which = used[4 * host + kind]++;
    if (which >= sockets) {
      throw new IllegalStateException("a host has only " + sockets + " sockets of a kind");
    }
    return new PeerSocket(taken(number(host, FIXED + kind * sockets + which)), six);
  }

  /** What a program says that runs in the last of them; it must succeed. */
  public String run(String input, String... command) {
    List<String> words = new ArrayList<>(List.of("nsenter", "-t", Integer.toString(sandbox.pid())));
    if (!Privilege.canMakeNamespaces()) {
      words.addAll(List.of("--user", "--preserve-credentials"));
    }
    words.add("--net");
    words.addAll(List.of(command));
    try {
      Process started = new ProcessBuilder(words).redirectErrorStream(true).start();
      started.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      started.getOutputStream().close();
      InputStream output = started.getInputStream();
      String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, started.waitFor(), said);
      return said;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    routes.forEach(Rtnetlink::close);
    namespaces.forEach(Fd::close);
    process.close();
    sandbox.close();
  }
}
