package dev.minidocker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.engine.network.Network;
import dev.minidocker.engine.network.NetworkRequest;
import dev.minidocker.engine.network.NetworkSpec;
import dev.minidocker.engine.network.Networks;
import dev.minidocker.engine.network.PortRequest;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.net.Link;
import dev.minidocker.labs.net.Rtnetlink;
import dev.minidocker.labs.networking.nftables.Nftables;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many containers at one bridge, of a host that a thread in a network namespace plays. */
@Requires(Need.ROOT)
class ConnectedContainersIT {
  private static final int STARTS = Math.min(60 * Integer.getInteger("thorough", 1), 500);
  private static final int AT_ONCE = 20;
  private static final int CLONE_NEWNET = 0x40000000;

  @RegisterExtension private static final OpenLaboratory LAB = new OpenLaboratory();

  /** The JDK keeps a descriptor from the first socket on that it closes under a waiting thread. */
  @BeforeAll
  static void closeASocket() throws IOException {
    ServerSocketChannel.open().close();
  }

  /** A thread that plays the host, and starts containers itself, for which it has to stay. */
  private static void onNewHost(Callable<Void> test) throws Exception {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              try (Fd machine = Fd.open("/proc/self/ns/net", 0, 0)) {
                Kernel.call(Syscall.UNSHARE, CLONE_NEWNET);
                Launcher.useThisThread();
                try {
                  return test.call();
                } finally {
                  Kernel.call(Syscall.SETNS, machine.number(), CLONE_NEWNET);
                }
              }
            });
    Thread thread =
        new Thread(
            () -> {
              task.run();
              while (true) {
                LockSupport.park();
              }
            },
            "played host");
    thread.setDaemon(true);
    thread.start();
    task.get();
  }

  private static ContainerSpec spec(String network, String... command) {
    return ContainerSpecs.plain(command)
        .with(NetworkRequest.in(network).publishing(PortRequest.parse("80")));
  }

  @Test
  void containersThatComeAndGoLeaveNothing() throws Exception {
    onNewHost(
        () -> {
          for (int i = 0; i < STARTS; i++) {
            ContainerSpec one = spec(Network.DEFAULT, "ip", "route", "get", "172.17.0.1");
            assertEquals(new ExitStatus(0, false), LAB.get().run(one));
          }
          assertNothingIsLeft(Network.DEFAULT);
          return null;
        });
  }

  @Test
  void containersOfOneMomentHaveDifferentAddressesAndPorts() throws Exception {
    String name = "md-" + Long.toHexString(System.nanoTime());
    onNewHost(
        () -> {
          Networks networks = LAB.get().engine().networks();
          Network network = networks.create(NetworkSpec.named(name));
          List<RunningContainer> running = new ArrayList<>();
          for (int i = 0; i < AT_ONCE; i++) {
            running.add(LAB.get().engine().prepare(spec(name, "sleep", "60")).start());
          }
          Map<InetAddress, String> members = networks.members(network);
          assertEquals(AT_ONCE, members.size());
          assertEquals(AT_ONCE, members.values().stream().distinct().count());
          assertEquals(AT_ONCE, publishedPorts().stream().distinct().count());
          assertEquals(AT_ONCE, links().stream().filter(one -> one.startsWith("mdv")).count());
          for (RunningContainer container : running) {
            container.close();
          }
          assertNothingIsLeft(name);
          networks.remove(name);
          assertTrue(links().stream().noneMatch(network.bridge()::equals));
          return null;
        });
  }

  private static void assertNothingIsLeft(String name) throws InterruptedException {
    Networks networks = LAB.get().engine().networks();
    assertEquals(Map.of(), networks.members(networks.find(name)));
    assertEquals(List.of(), publishedPorts());
    for (int i = 0; i < 100 && links().stream().anyMatch(one -> one.startsWith("mdv")); i++) {
      Thread.sleep(50); // the kernel removes a namespace with its links when it has the time
    }
    assertTrue(links().stream().noneMatch(one -> one.startsWith("mdv")), links()::toString);
  }

  private static List<String> links() {
    try (Rtnetlink here = Rtnetlink.here()) {
      return here.links().stream().map(Link::name).toList();
    }
  }

  private static List<String> publishedPorts() {
    try (Nftables here = Nftables.here()) {
      return here.ruleset().tables().stream()
          .map(table -> table.set("ports4"))
          .flatMap(Optional::stream)
          .flatMap(set -> set.texts().stream())
          .toList();
    }
  }
}
