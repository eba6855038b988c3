package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.cli.PlayedHost.RunningProcess;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports of a host that lead to containers, asked from everywhere. */
@Requires(
    value = Need.ROOT,
    programs = {"unshare", "nsenter", "ip", "nft", "wget", "busybox"})
class PublishedPortsIT {
  private static final String ADDRESS6 = "2001:db8::1";

  private final WebPage page = WebPage.madeUp();
  private final String text = page.text();
  private final int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);

  @TempDir static Path directory;
  private static PlayedHost host;

  @BeforeAll
  static void playHost() throws Exception {
    host = new PlayedHost(directory.resolve("state"));
  }

  @AfterAll
  static void end() throws Exception {
    host.end();
  }

  @AfterEach
  void leaveNothing() throws Exception {
    host.endContainers();
    host.removeNetworks();
  }

  /** By its own container, by a neighbour, and by one of another network. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void itIsReachedByEveryContainerWhetherBridgesAskRulesOrNot(int bridgesAsk) throws Exception {
    String settings = "/proc/sys/net/bridge/bridge-nf-call-ip*tables";
    Requirements.require(
        Files.exists(Path.of(settings.replace("*", ""))),
        "module br_netfilter is not loaded. modprobe br_netfilter");
    String each = "for setting in " + settings + "; do echo " + bridgesAsk + " >$setting; done";
    host.run("sh", "-e", "-c", each).exitsWith(0);
    host.run("ip", "addr", "replace", ADDRESS6, "dev", "lo", "nodad").exitsWith(0);
    create("red", "10.77.0.0/24", "fd77::/64");
    create("blue", "10.78.0.0/24", "fd78::/64");
    String asks = asks(PlayedHost.ADDRESS) + asks("10.77.0.1") + asks("[" + ADDRESS6 + "]");
    String sees = "[ \"$(" + asks + ")\" = '" + text + "\n" + text + "\n" + text + "' ]";
    String web = page.command().replace("echo ready", sees + " && echo ready");
    host.starts("--network", "red", "-p", port + ":80", "lab", "sh", "-c", web);
    host.in("red", asks).prints((text + "\n").repeat(3));
    host.in("blue", asks).prints((text + "\n").repeat(3));
  }

  private void create(String network, String... subnets) throws Exception {
    List<String> command = new ArrayList<>(List.of("network", "create", network));
    Stream.of(subnets).forEach(subnet -> command.addAll(List.of("--subnet", subnet)));
    host.miniDocker(command.toArray(String[]::new)).exitsWith(0);
  }

  private String asks(String address) {
    return "timeout 3 wget -q -O - http://" + address + ":" + port + ";";
  }

  @Test
  void aPublishedPortIsReachedFromTheHostByEachOfItsAddressesAndFromOtherContainers()
      throws Exception {
    RunningProcess web = host.starts(page.serving("-p", port + ":80"));
    host.fetch("http://" + PlayedHost.ADDRESS + ":" + port).prints(text + "\n");
    host.fetch("http://127.0.0.1:" + port).prints(text + "\n");
    String published = "wget -q -O - http://" + PlayedHost.ADDRESS + ":" + port;
    host.in("bridge", "wget -q -O - http://172.17.0.2 && " + published)
        .prints(text + "\n" + text + "\n");
    web.end("TERM");
    assertNotEquals(0, host.fetch("http://" + PlayedHost.ADDRESS + ":" + port).code());
    assertFalse(host.run("nft", "list", "ruleset").exitsWith(0).out().contains("" + port));
  }

  @Test
  void portsThatAreExposedArePublishedAndListed() throws Exception {
    Path context = Files.createDirectory(directory.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), "FROM lab\nEXPOSE 80 53/udp\n");
    host.miniDocker("build", "-q", "-t", "md-exposing", context.toString()).exitsWith(0);
    String more = "-P --expose 53/udp --expose 7000-7001 --name web md-exposing sh -c";
    host.starts(
        Stream.concat(Stream.of(more.split(" ")), Stream.of(page.command()))
            .toArray(String[]::new));
    String listed = host.miniDockerAlone("port", "web").exitsWith(0).out();
    assertEquals(4, listed.lines().count(), listed); // of both, each once
    assertTrue(listed.contains("7001/tcp -> 0.0.0.0:"), listed);
    assertTrue(listed.contains("53/udp -> 0.0.0.0:"), listed);
    String at = host.miniDocker("port", "web", "80").exitsWith(0).out().strip();
    host.fetch("http://" + at.replace("0.0.0.0", PlayedHost.ADDRESS)).prints(text + "\n");
    host.miniDocker("port", "web", "81").complains(1, "port 81/tcp", "\"web\"");
    String ps = host.miniDockerAlone("ps").exitsWith(0).out();
    assertTrue(ps.contains(at + "->80/tcp"), ps);
  }

  @Test
  void aPortOfOneAddressIsNotReachedByAnother() throws Exception {
    host.starts(page.serving("-p", "127.0.0.1:" + port + ":80", "-p", PlayedHost.ADDRESS + "::80"));
    host.fetch("http://127.0.0.1:" + port).prints(text + "\n");
    assertNotEquals(0, host.fetch("http://" + PlayedHost.ADDRESS + ":" + port).code());
    String chosen =
        host.run(
                "sh",
                "-c",
                "nft list map inet mini-docker ports4at | grep -o '"
                    + PlayedHost.ADDRESS
                    + " . tcp . [0-9]*' | grep -o '[0-9]*$'")
            .exitsWith(0)
            .out()
            .strip();
    host.fetch("http://" + PlayedHost.ADDRESS + ":" + chosen).prints(text + "\n");
  }

  @Test
  void aPortThatIsInUseNamesWhoHasIt() throws Exception {
    RunningProcess web = host.starts(page.serving("-p", port + ":80"));
    host.miniDocker("run", "--rm", "-p", port + ":80", "lab", "true")
        .complains(125, "port " + port + "/tcp is in use by process " + web.process().pid());
  }
}
