package dev.minidocker.bench;

import dev.minidocker.engine.PreparedContainer;
import dev.minidocker.labs.net.Link;
import dev.minidocker.labs.net.Rtnetlink;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The start of a container at a bridge, from a JVM that runs already. The host is played by a
 * network namespace, so that the machine's own links and rules stay as they are.
 */
final class BridgedStart {
  private static final double SHARE_OF_C = 1.4;
  private static final String OUTER_ENDS = "mdv";

  private final Workshop workshop;
  private final Contest contest;

  BridgedStart(Workshop workshop, int rounds, int warmUp) {
    this.workshop = workshop;
    this.contest = new Contest("warm start at a bridge", rounds, warmUp);
  }

  List<Row> rows() {
    Optional<Path> gcc = Executable.find("gcc");
    if (workshop.rootless() || gcc.isEmpty()) {
      return List.of();
    }
    long newNetwork = CloneFlag.CLONE_NEWNET.bits();
    try (Fd machine = Fd.open("/proc/thread-self/ns/net", 0, 0)) {
      Kernel.call(Syscall.UNSHARE, newNetwork);
      try {
        return measure(gcc.get());
      } finally {
        Kernel.call(Syscall.SETNS, machine.number(), newNetwork);
      }
    }
  }

  private List<Row> measure(Path gcc) {
    try (PreparedContainer files = workshop.prepareAtBridge("true");
        Server floor = workshop.floor(gcc, files);
        Rtnetlink host = Rtnetlink.here()) {
      return Row.measure(
          contest,
          alone(Workshop.start(() -> workshop.prepareAtBridge("true")), host),
          List.of(Reference.of(alone(floor, host), SHARE_OF_C)));
    }
  }

  /** The kernel removes a network namespace when it has time; nobody is to wait for that here. */
  private static Contender alone(Contender contender, Rtnetlink host) {
    return new Contender() {
      @Override
      public String name() {
        return contender.name();
      }

      @Override
      public long sample() {
        while (host.links().stream().map(Link::name).anyMatch(one -> one.startsWith(OUTER_ENDS))) {
          Thread.onSpinWait();
        }
        return contender.sample();
      }
    };
  }
}
