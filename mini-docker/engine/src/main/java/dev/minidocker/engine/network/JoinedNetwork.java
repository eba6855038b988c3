package dev.minidocker.engine.network;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.proc.ProcessIdentity;
import dev.minidocker.linux.proc.Procfs;
import dev.minidocker.linux.proc.Procfs.ProcessFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The network of another container. Its namespaces are held open, so that they are meant even when
 * the process that has them ends, and its number is given to another.
 *
 * <p>A container of an ordinary user enters the user namespace that owns that network, too: it has
 * none of its own, since only who has rights over a network may enter it, or mount its /sys.
 */
final class JoinedNetwork implements AutoCloseable {
  private static final int NS_GET_USERNS = 0xb701; // linux/nsfs.h

  /** Who ends has left its namespaces before it is seen to have ended. */
  private static final Set<Errno> ENDING = Set.of(Errno.ENOENT, Errno.ESRCH);

  private final ProcessIdentity process;
  private final boolean rootless;
  private final Fd net;
  private final Optional<Fd> owner;

  /**
   * Opens it.
   *
   * @param process of the container that has it
   * @param rootless whether containers are in user namespaces
   * @throws NetworkException if the process has ended
   */
  JoinedNetwork(ProcessIdentity process, boolean rootless) {
    this.process = process;
    this.rootless = rootless;
    this.net = open(process);
    try {
      this.owner = rootless ? owner(net) : Optional.empty();
    } catch (RuntimeException e) {
      net.close();
      throw e;
    }
  }

  private static Fd open(ProcessIdentity process) {
    try {
      return Fd.open("/proc/" + process.pid() + "/ns/net", 0, 0);
    } catch (ErrnoException e) {
      throw ENDING.contains(e.errno()) ? ended(e) : e;
    }
  }

  /** ioctl_ns(2). To the network that this JVM is in there is no way to go. */
  private static Optional<Fd> owner(Fd net) {
    return target("fd/" + net.number()).equals(target("ns/net"))
        ? Optional.empty()
        : Optional.of(Fd.of(Kernel.call(Syscall.IOCTL, net.number(), NS_GET_USERNS, 0)));
  }

  private static Path target(String link) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self", link));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read which namespace /proc/self/" + link + " is", e);
    }
  }

  /**
   * The way there, as long as this is open.
   *
   * @throws NetworkException if the process has ended, or nobody is mapped in its user namespace
   *     yet
   */
  NetworkMode mode() {
    String own = "/proc/" + ProcessHandle.current().pid() + "/fd/";
    return mode(own + net.number(), owner.map(fd -> own + fd.number()));
  }

  /** The same by the other's own files, which say more to whoever only looks at the plan. */
  NetworkMode shown() {
    String namespaces = "/proc/" + process.pid() + "/ns/";
    return mode(namespaces + "net", owner.map(fd -> namespaces + "user"));
  }

  private NetworkMode mode(String path, Optional<String> ownerPath) {
    Optional<OwnerNamespace> namespace = ownerPath.map(this::namespace);
    if (!process.isAlive()) { // and who has its number now, by chance, is somebody else
      throw ended(null);
    }
    return rootless && namespace.isEmpty()
        ? NetworkMode.HOST
        : new NetworkMode.Shared(path, namespace);
  }

  private OwnerNamespace namespace(String path) {
    ProcessFiles files = Procfs.HOST.process(process.pid());
    try {
      OwnerNamespace found = new OwnerNamespace(path, files.uidMap(), files.gidMap());
      if (found.users().ranges().isEmpty() || found.groups().ranges().isEmpty()) {
        throw new NetworkException(
            "the container whose network is to be shared has just begun, and there is no user in its"
                + " user namespace yet: try again");
      }
      return found;
    } catch (UncheckedIOException e) {
      throw process.isAlive() ? e : ended(e);
    }
  }

  private static NetworkException ended(Throwable cause) {
    return new NetworkException(
        "the container whose network was to be shared has just ended", cause);
  }

  @Override
  public void close() {
    owner.ifPresent(Fd::close);
    net.close();
  }
}
