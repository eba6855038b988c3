package dev.minidocker.engine.network;

import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.Rtnetlink;
import dev.minidocker.labs.networking.nftables.Nftables;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.InetSocket;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.proc.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * A network namespace that plays the host for an ordinary user, in a user namespace whose root that
 * user is. All processes of a state directory share one; it is there as long as one of them uses
 * it, by a {@link NetnsHolder} each, and whatever is in it goes with the last, however that ends.
 */
final class RootlessNetns implements HostNetwork {
  private static final long NS_GET_PARENT = 0xb702; // linux/nsfs.h
  private static final int ROUTE = Report.FD + 1;
  private static final int NETFILTER = Report.FD + 2;
  private static final int BATCH = 16;

  private final Path root;
  private final NetnsHolder holder;
  private final Fd user;
  private final Fd net;
  private final Map<InetSocket.Kind, Queue<Fd>> spare = new EnumMap<>(InetSocket.Kind.class);
  private Outward outward;
  private boolean closed;

  private RootlessNetns(Path root, NetnsHolder holder) {
    this.root = root;
    this.holder = holder;
    this.user = Fd.open("/proc/" + holder.pid() + "/ns/user", 0, 0);
    this.net = Fd.open("/proc/" + holder.pid() + "/ns/net", 0, 0);
  }

  /**
   * The one that processes of this state directory share; made if there is none.
   *
   * @throws NetworkException if this user may make none, saying why
   */
  static RootlessNetns enter(Path root) {
    NetnsHolder holder = NetnsHolder.start(root);
    try {
      return new RootlessNetns(root, holder);
    } catch (RuntimeException e) {
      holder.close();
      throw e;
    }
  }

  @Override
  public HostBridges bridges() {
    return HostBridges.played(
        Rtnetlink.of(holder.pidfd(), ROUTE),
        () -> Nftables.of(holder.pidfd(), NETFILTER),
        RootlessNetns::routesOfTheHost);
  }

  /** What containers send outside goes on from there. */
  private static List<IpPrefix> routesOfTheHost() {
    try (HostBridges host = HostBridges.here()) {
      return host.routes();
    }
  }

  @Override
  public Optional<NamespacePaths> entrance() {
    return Optional.of(NamespacePaths.of(user, net));
  }

  @Override
  public Optional<String> leadOutside() {
    if (outward == null) {
      outward = Outward.open(root, NamespacePaths.of(holder.pid())); // to be opened from inside
    }
    return outward.await();
  }

  /** Only root of this user namespace, or of one below it, may change a container's network. */
  @Override
  public void requireInReach(ProcessIdentity process) {
    if (!reaches(process)) {
      throw new NetworkException(
          "it began without a network of this user's, so that no other can reach it. Run it with"
              + " --network NAME");
    }
  }

  private boolean reaches(ProcessIdentity process) {
    try (Fd own = Fd.open("/proc/" + process.pid() + "/ns/user", 0, 0);
        Fd parent = Fd.of(Kernel.call(Syscall.IOCTL, own.number(), NS_GET_PARENT, 0))) {
      return name(parent).equals(name(user));
    }
  }

  private static String name(Fd namespace) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd", "" + namespace.number())).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what a descriptor means", e);
    }
  }

  @Override
  public synchronized InetSocket socket(InetSocket.Kind kind) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    Queue<Fd> kept = spare.computeIfAbsent(kind, any -> new ArrayDeque<>());
    if (kept.isEmpty()) {
      List<Step> steps = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        steps.add(InetSocket.opening(kind));
      }
      try {
        kept.addAll(Abroad.open(entrance().orElseThrow(), steps));
      } catch (ErrnoException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    return InetSocket.of(kept.remove());
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (outward != null) {
      outward.close();
    }
    spare.values().forEach(kept -> kept.forEach(Fd::close));
    spare.clear();
    net.close();
    user.close();
    holder.close();
  }
}
