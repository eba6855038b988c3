package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.cli.PlayedHost.RunningProcess;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and rules of networks that somebody else has changed. */
@Requires(
    value = Need.ROOT,
    programs = {"unshare", "nsenter", "ip", "nft", "wget", "busybox"})
class DamagedNetworksIT {
  private final WebPage page = WebPage.madeUp();
  private final String text = page.text();
  private final int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);

  @TempDir Path directory;
  private PlayedHost host;

  @BeforeEach
  void playHost() throws Exception {
    host = new PlayedHost(directory.resolve("state"));
  }

  @AfterEach
  void leaveNothing() throws Exception {
    host.end();
  }

  @Test
  void aDamagedNetworkIsRemovedAndAllElseGoesOn() throws Exception {
    host.miniDocker("network", "create", "red").exitsWith(0);
    host.miniDocker("network", "create", "blue").exitsWith(0);
    for (String damage : List.of("", "no JSON", "{}")) {
      host.miniDocker("network", "create", "broken").exitsWith(0);
      Path file = directory.resolve("state/networks/broken/network.json");
      Files.writeString(file, damage);
      Outcome listed = host.miniDocker("network", "ls", "--format", "{{.Name}}");
      listed.prints("blue\nred\n").complains(0, "\"broken\" is damaged", "network rm broken");
      host.in("broken", "true").complains(125, "\"broken\" is damaged");
      host.miniDocker("network", "create", "broken").complains(1, "is damaged");
      host.in("red", "true").exitsWith(0);
      host.miniDocker("network", "rm", "broken").exitsWith(0);
    }
    host.miniDocker("network", "rm", "red", "blue").prints("red\nblue\n");
  }

  @Test
  void aContainerWhoseRecordIsDamagedHindersNobodyAndLeavesNothing() throws Exception {
    host.miniDocker("network", "create", "--subnet", "10.7.0.0/29", "red").exitsWith(0);
    RunningProcess web = host.starts(page.serving("--network", "red", "--name", "web"));
    Path containers = directory.resolve("state/containers");
    try (Stream<Path> all = Files.list(containers)) {
      Files.writeString(all.findFirst().orElseThrow().resolve("network.json"), "no JSON");
    }
    String shown = host.miniDocker("ps", "-a").exitsWith(0).out();
    assertTrue(shown.contains("web"), shown);
    host.miniDocker("network", "inspect", "red").exitsWith(0);
    host.in("red", "ping -c 1 -W 3 10.7.0.2").exitsWith(0);
    web.end("TERM");
    assertEquals(0, containers.toFile().list().length);
    host.miniDocker("run", "--rm", "--network", "red", "--ip", "10.7.0.2", "lab", "true")
        .exitsWith(0);
  }

  @Test
  void rulesThatSomebodyFlushedAreMadeAgain() throws Exception {
    for (String network : List.of("red", "blue")) {
      host.miniDocker("network", "create", network).exitsWith(0);
    }
    RunningProcess web = host.starts(page.serving("--network", "red", "--name", "web"));
    host.run("nft", "flush", "ruleset").exitsWith(0);
    RunningProcess other = host.starts(page.serving("--network", "blue", "-p", port + ":80"));
    assertEquals(
        text, host.fetch("http://" + PlayedHost.ADDRESS + ":" + port).exitsWith(0).out().strip());
    host.in("red", "wget -q -O - http://web").prints(text + "\n");
    String connected = host.run("nft", "list", "map", "inet", "mini-docker", "from").out();
    assertEquals(3, connected.split("\"md-", -1).length, connected); // two bridges
    String address =
        host.miniDocker("network", "inspect", "-f", "{{(index .IPAM.Config 0).Gateway}}", "red")
            .out();
    assertNotEquals(
        0, host.in("blue", "ping -c 1 -W 1 " + address.strip().replaceAll("1$", "2")).code());
    web.end("TERM");
    other.end("TERM");
  }
}
