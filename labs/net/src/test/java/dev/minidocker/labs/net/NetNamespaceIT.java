package dev.minidocker.labs.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

@Requires(Need.NAMESPACES)
class NetNamespaceIT {

  @Test
  void loopbackIsOutOfReachUntilItIsUp() {
    int port = ThreadLocalRandom.current().nextInt(1, 1 << 16);
    Look reach = Look.attempt(connect(port));
    Program program =
        Program.of(udpSocket())
            .then(reach.program("before"))
            .then(new NetNamespace().loopbackUp())
            .then(reach.program("after"));
    try (Sandbox sandbox = Sandbox.start(Set.of(NetMechanism.NAMESPACE), program)) {
      sandbox.waitFor();
      assertEquals(Optional.of("ENETUNREACH (Network is unreachable)"), reach.hear(sandbox));
      assertEquals(Optional.of("allowed"), reach.hear(sandbox));
    }
  }

  @Test
  void aNewNamespaceHasLoopbackAndNothingElse() {
    Look devices = Look.file("/proc/thread-self/net/dev");
    try (Sandbox sandbox =
        Sandbox.start(Set.of(NetMechanism.NAMESPACE), devices.program("devices"))) {
      sandbox.waitFor();
      List<String> names =
          devices
              .hear(sandbox)
              .orElseThrow(sandbox::whyNothing)
              .lines()
              .skip(2)
              .map(NetNamespaceIT::name)
              .toList();
      assertTrue(names.contains("lo"));
      // the kernel may put its own tunnels beside it, which lead nowhere; nothing else
      assertTrue(names.stream().allMatch(name -> name.equals("lo") || name.endsWith("0")));
    }
  }

  private static String name(String line) {
    return line.substring(0, line.indexOf(':')).strip();
  }

  private static Step udpSocket() {
    return Step.of(
            Syscall.SOCKET,
            Arg.constant("AF_INET", 2),
            Arg.constant("SOCK_DGRAM", 2),
            Arg.constant("IPPROTO_IP", 0))
        .named("udp");
  }

  /** For UDP, connecting sends nothing: it only looks for a route. */
  private static Step connect(int port) {
    ByteBuffer address = ByteBuffer.allocate(16).put((byte) 2).put((byte) 0).putShort((short) port);
    address.put((byte) 127).put((byte) 0).put((byte) 0).put((byte) 1);
    return Step.of(
        Syscall.CONNECT,
        Arg.result("udp"),
        new Arg.Bytes(address.array(), "127.0.0.1:" + port),
        Arg.of(address.capacity()));
  }
}
