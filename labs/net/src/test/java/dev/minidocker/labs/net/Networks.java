package dev.minidocker.labs.net;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.labkit.Privilege;
import dev.minidocker.labkit.Sandbox;
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
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Some new network namespaces with a socket in each: one process makes one after the other, opens
 * three descriptors in each, and stays in the last.
 */
public final class Networks implements AutoCloseable {
  private static final int DESCRIPTORS_EACH = 3;

  private final Sandbox sandbox;
  private final Fd process;
  private final List<Rtnetlink> sockets = new ArrayList<>();
  private final List<Fd> descriptors = new ArrayList<>();

  public Networks(int count) {
    Program program = Program.EMPTY;
    for (int i = 0; i < count; i++) {
      program = program.then(i == 0 ? Program.EMPTY : Program.of(Tasks.unshare(CLONE_NEWNET)));
      program = program.then(descriptors("network." + i));
    }
    sandbox = Sandbox.start(Set.of(CLONE_NEWNET), program.then(Sandbox.PAUSE));
    sandbox.awaitPause();
    process = Processes.open(sandbox.pid());
    for (int i = 0; i < count; i++) {
      sockets.add(Rtnetlink.of(process, number(i, 1)));
      descriptors.add(taken(number(i, 0)));
    }
  }

  /** In this order they get the numbers behind the one of the report. */
  private static Program descriptors(String name) {
    return Program.of(
        Descriptors.openToRead("/proc/self/ns/net").named(name + ".namespace"),
        NetlinkProgram.open(name + ".netlink", NetlinkSocket.NETLINK_ROUTE),
        Step.of(Syscall.SOCKET, Arg.of(2), Arg.of(2 | 04000), Arg.of(0)).named(name + ".udp"));
  }

  private static int number(int network, int which) {
    return Report.FD + 1 + DESCRIPTORS_EACH * network + which;
  }

  private Fd taken(int number) {
    return Fd.of(Kernel.call(Syscall.PIDFD_GETFD, process.number(), number, 0));
  }

  public Rtnetlink get(int network) {
    return sockets.get(network);
  }

  /** As the target of a link. */
  public TargetNamespace target(int network) {
    return new TargetNamespace.OfDescriptor(descriptors.get(network).number());
  }

  /** A copy of the namespace's UDP socket, which never blocks; the caller closes it. */
  public Fd udp(int network) {
    return taken(number(network, 2));
  }

  /** The process that is in the last of them. */
  public int pid() {
    return sandbox.pid();
  }

  /** What a program says that runs in the last of them; it must succeed. */
  String run(String command) {
    List<String> words = new ArrayList<>(List.of("nsenter", "-t", Integer.toString(pid())));
    if (!Privilege.canMakeNamespaces()) {
      words.addAll(List.of("--user", "--preserve-credentials"));
    }
    words.add("--net");
    words.addAll(List.of(command.split(" ", -1)));
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), said);
      return said;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    sockets.forEach(Rtnetlink::close);
    descriptors.forEach(Fd::close);
    process.close();
    sandbox.close();
  }
}
