package dev.minidocker.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.proc.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What unshare(1) made is told apart, and held. */
@Requires(
    value = Need.USER_NAMESPACES,
    programs = {"unshare"})
class JoinedNetworkIT {
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  /** A process that is in namespaces of its own when this returns. */
  private ProcessIdentity in(String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("unshare"));
    command.addAll(List.of(options));
    command.addAll(List.of("sh", "-c", "echo ready; exec sleep 60"));
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    byte[] line = process.getInputStream().readNBytes("ready\n".length());
    assertEquals("ready\n", new String(line, StandardCharsets.UTF_8));
    return ProcessIdentity.of(process.pid()).orElseThrow();
  }

  private static NetworkMode.Shared way(ProcessIdentity process) {
    try (JoinedNetwork network = new JoinedNetwork(process, true)) {
      return (NetworkMode.Shared) network.shown();
    }
  }

  private static long self(String option) throws IOException {
    Process id = new ProcessBuilder("id", option).start();
    byte[] said = id.getInputStream().readAllBytes();
    return Long.parseLong(new String(said, StandardCharsets.UTF_8).strip());
  }

  @Test
  void theOwnerHasTheUsersThatAreMapped() throws Exception {
    ProcessIdentity other = in("--user", "--map-root-user", "--net");
    OwnerNamespace owner = way(other).owner().orElseThrow();
    assertEquals(self("-u"), owner.users().toOutside(0).orElseThrow());
    assertEquals(self("-g"), owner.groups().toOutside(0).orElseThrow());
    assertTrue(owner.users().toOutside(1).isEmpty());
  }

  @Test
  void bothAreHeldWhenTheProcessHasEnded() throws Exception {
    ProcessIdentity other = in("--user", "--map-root-user", "--net");
    Path namespaces = Path.of("/proc", other.pid() + "", "ns");
    Path net = Files.readSymbolicLink(namespaces.resolve("net"));
    Path user = Files.readSymbolicLink(namespaces.resolve("user"));
    try (JoinedNetwork network = new JoinedNetwork(other, true)) {
      NetworkMode.Shared way = (NetworkMode.Shared) network.mode();
      end();
      assertEquals(net, Files.readSymbolicLink(Path.of(way.path())));
      assertEquals(user, Files.readSymbolicLink(Path.of(way.owner().orElseThrow().path())));
      String said = assertThrows(NetworkException.class, network::mode).getMessage();
      assertTrue(said.contains("has just ended"), said);
    }
  }

  @Test
  void whoIsInOurOwnNetworkHasNothingToBeEntered() throws Exception {
    ProcessIdentity other = in("--user", "--map-root-user");
    try (JoinedNetwork network = new JoinedNetwork(other, true)) {
      assertEquals(NetworkMode.HOST, network.mode());
    }
  }

  @Test
  void rootEntersNoUserNamespace() throws Exception {
    ProcessIdentity other = in("--user", "--map-root-user", "--net");
    try (JoinedNetwork network = new JoinedNetwork(other, false)) {
      String path = "/proc/" + other.pid() + "/ns/net";
      assertEquals(new NetworkMode.Shared(path, Optional.empty()), network.shown());
    }
  }

  @Test
  void whoHasNoUsersYetIsToBeTriedAgain() throws Exception {
    ProcessIdentity other = in("--user", "--net");
    String said = assertThrows(NetworkException.class, () -> way(other)).getMessage();
    assertTrue(said.contains("has just begun") && said.contains("try again"), said);
  }

  /** Before it is opened, and where another has its number meanwhile. */
  @Test
  void whoHasEndedIsSaidToHaveEnded() throws Exception {
    ProcessIdentity other = in("--user", "--map-root-user", "--net");
    ProcessIdentity earlier = new ProcessIdentity(other.pid(), other.startTicks() - 1);
    String reused = assertThrows(NetworkException.class, () -> way(earlier)).getMessage();
    assertTrue(reused.contains("has just ended"), reused);
    end();
    String gone = assertThrows(NetworkException.class, () -> way(other)).getMessage();
    assertTrue(gone.contains("has just ended"), gone);
  }
}
