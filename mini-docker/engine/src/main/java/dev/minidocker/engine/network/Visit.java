package dev.minidocker.engine.network;

import dev.minidocker.labs.net.Endpoint;
import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.linux.Child;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.proc.ProcessIdentity;
import java.util.List;

/**
 * Changes the network namespace of a container that runs: a process goes there, does it, and ends.
 */
final class Visit implements AutoCloseable {
  private static final String NAME = "visit";
  private static final String NAMESPACE = NAME + ".namespace";

  private final Fd namespace;
  private final HostNetwork host;

  /**
   * @param host what it is, or will be, connected to
   * @throws NetworkException if the process has ended
   */
  Visit(ProcessIdentity container, HostNetwork host) {
    this.host = host;
    this.namespace = open(container);
  }

  private static Fd open(ProcessIdentity container) {
    try {
      Fd opened = Fd.open("/proc/" + container.pid() + "/ns/net", 0, 0);
      if (container.isAlive()) { // or it is that of somebody else, who has its number now
        return opened;
      }
      opened.close();
    } catch (ErrnoException e) {
      throw new NetworkException("the container has just ended", e);
    }
    throw new NetworkException("the container has just ended");
  }

  /** Makes a link in it, as when a container starts. */
  void connect(NetMechanism lab, Endpoint endpoint) {
    run(began().then(lab.openHost(NAME)).then(entered()).then(lab.connect(NAME, endpoint)));
  }

  /** Has its kernel do this. */
  void ask(List<Request> requests) {
    run(
        began()
            .then(entered())
            .then(NetlinkProgram.open(NAME, NetlinkSocket.NETLINK_ROUTE))
            .then(NetlinkProgram.executeAndClose(NAME, requests)));
  }

  /** At the host, with the way to the container open. */
  private Program began() {
    String path = "/proc/" + ProcessHandle.current().pid() + "/fd/" + namespace.number();
    return Program.of(Descriptors.openToRead(path).named(NAMESPACE)).then(host.enter("host"));
  }

  private static Program entered() {
    return Program.of(Tasks.enter(NAMESPACE, NetMechanism.NAMESPACE), Descriptors.close(NAMESPACE));
  }

  private static void run(Program program) {
    Program whole = program.then(Tasks.exit(0));
    try (Child child = Launcher.launch(whole, Launcher.Setting.INHERITED)) {
      child.awaitStart();
      child.waitFor();
    }
  }

  @Override
  public void close() {
    namespace.close();
  }
}
