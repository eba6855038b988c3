package dev.minidocker.lab.map;

import dev.minidocker.labkit.Privilege;
import dev.minidocker.labs.net.Rtnetlink;
import dev.minidocker.labs.networking.nftables.Nftables;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Child;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Flag;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Two netlink sockets in another network namespace. A child enters it by setns(2), opens them, and
 * ends as soon as this process has taken them, pidfd_getfd(2). An ordinary user's child enters the
 * namespace's user namespace first, which a process with threads, such as this one, could not.
 */
final class Entrance implements AutoCloseable {
  /** ioctl_ns(2): the user namespace that a namespace belongs to. */
  private static final int NS_GET_USERNS = 0xb701;

  private static final int NAMESPACE = 0;
  private static final int OWNER = 1;
  private static final int STANDARD_ERROR = 2;

  /** The numbers of the sockets: the lowest that are free. */
  private static final int ROUTE = Report.FD + 1;

  private static final int RULES = ROUTE + 1;

  private final NetlinkSocket route;
  private final Optional<NetlinkSocket> rules;

  private Entrance(NetlinkSocket route, Optional<NetlinkSocket> rules) {
    this.route = route;
    this.rules = rules;
  }

  /** Into the network namespace in which this thread is already. */
  static Entrance here() {
    return new Entrance(
        NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE),
        orNone(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER)));
  }

  /**
   * Into another.
   *
   * @throws ErrnoException EPERM without CAP_SYS_ADMIN in its user namespace
   */
  static Entrance into(Fd namespace) {
    Optional<Fd> owner =
        Privilege.canMakeNamespaces() ? Optional.empty() : userNamespaceOf(namespace);
    try (Fd first = namespace.duplicate(ROUTE);
        Fd second = owner.orElse(namespace).duplicate(ROUTE);
        Child child =
            Launcher.launch(
                program(owner.isPresent()),
                new Launcher.Setting(
                    List.of(first.number(), second.number(), STANDARD_ERROR),
                    Launcher.Setting.INHERITED.answer()))) {
      child.awaitQuestion();
      return new Entrance(
          NetlinkSocket.takenFrom(child.pidfd(), ROUTE),
          orNone(() -> NetlinkSocket.takenFrom(child.pidfd(), RULES)));
    } finally {
      owner.ifPresent(Fd::close);
    }
  }

  /** Another one than that of this process, below which it is. */
  private static Optional<Fd> userNamespaceOf(Fd namespace) {
    long owner = Kernel.tryCall(Syscall.IOCTL, namespace.number(), NS_GET_USERNS);
    if (owner < 0) {
      return Optional.empty(); // EPERM of one above; setns will say so
    }
    Fd descriptor = Fd.of(owner);
    try {
      if (!target("fd/" + descriptor.number()).equals(target("ns/user"))) {
        return Optional.of(descriptor);
      }
    } catch (IOException e) {
      descriptor.close();
      throw new UncheckedIOException(e);
    }
    descriptor.close();
    return Optional.empty();
  }

  private static Path target(String link) throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/self", link));
  }

  private static Program program(boolean asOwner) {
    List<Step> steps = new ArrayList<>();
    steps.add(Tasks.dieWithParent());
    steps.add(Report.alive());
    steps.add(Descriptors.closeFrom(Report.FD + 1));
    if (asOwner) {
      steps.add(enter(OWNER, CloneFlag.CLONE_NEWUSER));
    }
    steps.add(enter(NAMESPACE, CloneFlag.CLONE_NEWNET));
    steps.add(NetlinkProgram.open("map.route", NetlinkSocket.NETLINK_ROUTE));
    steps.add(
        NetlinkProgram.open("map.rules", NetlinkSocket.NETLINK_NETFILTER)
            .tolerating(Errno.EPROTONOSUPPORT)
            .because("a kernel may have no nftables"));
    return new Program(steps).then(Report.ask(0)).then(Tasks.exit(0));
  }

  private static Step enter(int descriptor, CloneFlag kind) {
    return Step.of(Syscall.SETNS, Arg.of(descriptor), Flag.set(kind));
  }

  /** A socket for rules, unless the kernel has no such protocol. */
  private static Optional<NetlinkSocket> orNone(Supplier<NetlinkSocket> open) {
    try {
      return Optional.of(open.get());
    } catch (ErrnoException e) {
      if (e.errno() == Errno.EPROTONOSUPPORT || e.errno() == Errno.EBADF) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Closed with this. */
  Rtnetlink route() {
    return new Rtnetlink(route);
  }

  /** Its tables; nothing on a kernel without nftables. Closed with this. */
  Optional<Nftables> rules() {
    return rules.map(Nftables::new);
  }

  @Override
  public void close() {
    route.close();
    rules.ifPresent(NetlinkSocket::close);
  }
}
