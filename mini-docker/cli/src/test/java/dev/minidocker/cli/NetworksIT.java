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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that reach each other and are reached, at a host that a network namespace plays. */
@Requires(
    value = Need.ROOT,
    programs = {"unshare", "nsenter", "ip", "nft", "wget", "busybox"})
class NetworksIT {
  private static final int KILLS = 5 * Integer.getInteger("thorough", 1);
  private static final int MOST_MILLIS = 900; // a run has begun by then, even where JVMs are slow

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

  private Outcome chosen(String network, String input, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("env", "MINI_DOCKER_NETWORK=" + network));
    command.addAll(CommandLines.miniDocker(args));
    return host.run(command, input);
  }

  @Test
  void whoAsksForNoNetworkGetsTheOneThatTheUserHasChosen() throws Exception {
    String[] look = {"lab", "ip", "link", "show", "eth0"};
    chosen("bridge", "", words("run --rm", look)).exitsWith(0);
    assertNotEquals(0, chosen("", "", words("run --rm", look)).code());
    assertNotEquals(0, chosen("bridge", "", words("run --rm --network none", look)).code());
    chosen("none", "", words("run --rm -p " + port, look)).exitsWith(0);
    String image = "FROM lab\nRUN ip link show eth0\n";
    chosen("bridge", image, "build", "-q", "-").exitsWith(0);
    assertNotEquals(0, chosen("", image, "build", "-q", "--no-cache", "-").code());
    String none = "FROM lab\nRUN --network=none ! ip link show eth0\n";
    chosen("bridge", none, "build", "-q", "-").exitsWith(0);
    String hosts = "FROM lab\nRUN --network=host ip addr show lo | grep " + PlayedHost.ADDRESS;
    chosen("bridge", hosts, "build", "-q", "-")
        .complains(1, "Dockerfile:2", "build --network host");
    chosen("host", hosts, "build", "-q", "-").exitsWith(0);
    chosen("md-none", "", words("run --rm", look)).complains(125, "md-none", "network ls");
  }

  private static String[] words(String words, String... more) {
    return Stream.of(words.split(" "), more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void aContainerAtTheDefaultBridgeHasAnAddressARouteAndANameOfItsOwn() throws Exception {
    Outcome shown =
        host.in("bridge", "ip -4 -o addr show eth0; ip route; ping -c 1 -w 5 172.17.0.1");
    shown.exitsWith(0);
    assertTrue(shown.out().contains("inet 172.17.0.2/16"), shown::toString);
    assertTrue(shown.out().contains("default via 172.17.0.1 dev eth0"), shown::toString);
    Outcome hosts = host.in("bridge", "cat /etc/hosts; hostname").exitsWith(0);
    String name = hosts.out().lines().reduce((one, other) -> other).orElseThrow();
    assertTrue(hosts.out().contains("172.17.0.3\t" + name + "\n"), hosts::toString);
    assertEquals("", hosts.err());
  }

  @Test
  void containersOfANetworkFindEachOtherByNameAndAliasAndThoseOfAnotherDoNot() throws Exception {
    host.miniDocker("network", "create", "red").exitsWith(0);
    host.miniDocker("network", "create", "blue").exitsWith(0);
    host.starts(page.serving("--network", "red", "--name", "web", "--network-alias", "other"));
    host.in("red", "wget -q -O - http://web && wget -q -O - http://other")
        .prints(text + "\n" + text + "\n");
    Outcome none = host.in("blue", "timeout 1 nslookup web; ping -c 1 -W 1 172.17.0.2");
    assertNotEquals(0, none.code());
    assertFalse(none.out().contains("Address: 172.17.0.2"), none::toString);
    Outcome members = host.miniDockerAlone("network", "inspect", "red").exitsWith(0);
    assertTrue(members.out().contains("\"IPv4Address\": \"172.17.0.2\""), members::toString);
    host.miniDocker("network", "rm", "red").complains(1, "network red is in use by");
  }

  @Test
  void aNetworkMayHaveBothVersionsOfIp() throws Exception {
    host.miniDocker("network", "create", "--subnet", "10.77.0.0/24", "--subnet", "fd77::/64", "six")
        .exitsWith(0);
    host.starts(
        page.serving(
            "--network", "six", "--ip", "10.77.0.9", "--ip6", "fd77::9", "-p", port + ":80"));
    host.in("six", "wget -q -O - 'http://[fd77::9]' && wget -q -O - http://10.77.0.9")
        .prints(text + "\n" + text + "\n");
    host.fetch("http://[::1]:" + port).prints(text + "\n");
  }

  @Test
  void instructionsOfABuildReachWhoTheyAreLetReach() throws Exception {
    host.miniDocker("network", "create", "own").exitsWith(0);
    RunningProcess web = host.starts(page.serving("--network", "own", "--network-alias", "web"));
    Path context = Files.createDirectory(directory.resolve("context"));
    List<String> lines =
        List.of("FROM lab", "RUN wget -q -O /seen http://web && grep web.alias /etc/hosts");
    Files.write(context.resolve("Dockerfile"), lines);
    String[] build = {"build", "-q", "-t", text, "--add-host", "web.alias:10.0.0.1"};
    Outcome alone = host.miniDocker(with(build, context.toString()));
    alone.exitsWith(1);
    Outcome among = host.miniDocker(with(build, "--network", "own", context.toString()));
    among.exitsWith(0);
    Outcome seen = host.miniDocker("run", "--rm", text, "cat", "/seen");
    assertEquals(text + "\n", seen.out(), seen::toString);
    web.end("TERM");
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void anInternalNetworkLeadsNowhereElse() throws Exception {
    host.miniDocker("network", "create", "--internal", "closed").exitsWith(0);
    Outcome routes = host.in("closed", "ip route; ping -c 1 -W 1 " + PlayedHost.ADDRESS);
    assertNotEquals(0, routes.code());
    assertFalse(routes.out().contains("default"), routes::toString);
  }

  @Test
  void whoSharesAContainersNetworkOutlivesItAndKeepsTheLoopback() throws Exception {
    RunningProcess owner = host.starts(page.serving("--name", "owner", "--network", "bridge"));
    RunningProcess joiner =
        host.starts(
            "--network",
            "container:owner",
            "--name",
            "joiner",
            "lab",
            "sh",
            "-c",
            "wget -q -O - http://127.0.0.1 | grep -q " + text + " && echo ready; sleep 60");
    owner.end("TERM");
    String links =
        host.miniDocker("run", "--rm", "--network", "container:joiner", "lab", "ip", "-o", "link")
            .exitsWith(0)
            .out();
    assertTrue(links.contains(" lo: "), links);
    host.miniDocker("run", "--rm", "--network", "container:owner", "lab", "true")
        .complains(125, "no such container", "owner");
    joiner.end("TERM");
  }

  @Test
  void aBridgeKeepsItsHardwareAddressWhateverPortsItHas() throws Exception {
    String link = "ip -o link show md0";
    RunningProcess container = host.starts(page.serving("--network", "bridge"));
    Outcome before = host.run("sh", "-c", link).exitsWith(0);
    String port =
        "ip link add md-low type veth peer name md-peer;"
            + "ip link set md-low address 02:00:00:00:00:01 master md0 up";
    host.run("sh", "-e", "-c", port).exitsWith(0);
    Outcome after = host.run("sh", "-c", link).exitsWith(0);
    assertEquals(before.out(), after.out()); // its neighbours remember it
    container.end("TERM");
  }

  @Test
  void theHostIsFoundByANameThatStandsForItsAddress() throws Exception {
    Outcome shown =
        host.miniDocker(
            "run",
            "--rm",
            "--network",
            "bridge",
            "--add-host",
            text + ":host-gateway",
            "lab",
            "sh",
            "-c",
            "ping -c 1 -w 5 " + text);
    shown.exitsWith(0);
    assertTrue(shown.out().contains("(172.17.0.1)"), shown::toString);
    host.miniDocker("run", "--rm", "--add-host", text + ":host-gateway", "lab", "true")
        .complains(125, "no network of the container leads to the host");
  }

  @Test
  void theHostsNetworkIsTheHosts() throws Exception {
    String hosts = host.run("ip", "-o", "link").exitsWith(0).out();
    String containers = host.in("host", "ls /sys/class/net; hostname").exitsWith(0).out();
    assertEquals(hosts.lines().count() + 1, containers.lines().count(), containers);
    assertTrue(containers.endsWith(host.run("hostname").out()), containers);
  }

  @Test
  void whatAKilledContainerHadIsGivenBack() throws Exception {
    RunningProcess web = host.starts(page.serving("-p", port + ":80"));
    web.end("KILL");
    String address = "-p" + port + ":80";
    Outcome next = host.miniDocker("run", "--rm", address, "lab", "ip", "-4", "-o", "addr");
    next.exitsWith(0);
    assertEquals("", next.err());
    assertFalse(host.run("nft", "list", "ruleset").out().contains("" + port));
    assertEquals("", host.run("sh", "-c", "ip -o link | grep mdv; true").out());
    String listed = host.miniDocker("network", "inspect", "bridge").exitsWith(0).out();
    assertTrue(listed.contains("\"Containers\": {}"), listed);
  }

  /** Before it is connected, while it is, and later. */
  @Test
  void afterKillsAtAnyMomentAllIsFree() throws Exception {
    host.in("bridge", "true").exitsWith(0); // so that the network is there
    for (int i = 0; i < KILLS; i++) {
      RunningProcess run = host.begins("run", "--rm", "-p", port + ":80", "lab", "sleep", "60");
      Thread.sleep(ThreadLocalRandom.current().nextInt(MOST_MILLIS));
      run.end("KILL");
    }
    String first = "172.17.0.2"; // where all begin to look
    Outcome next =
        host.miniDocker(
            "run", "--rm", "-p", port + ":80", "--ip", first, "--network", "bridge", "lab", "true");
    next.exitsWith(0);
    String listed = host.miniDocker("network", "inspect", "bridge").exitsWith(0).out();
    assertTrue(listed.contains("\"Containers\": {}"), listed);
    assertFalse(host.run("nft", "list", "ruleset").out().contains("" + port));
    assertEquals("", host.linksLeft("mdv"));
  }

  @Test
  void linksOfANetworkHaveTheMtuAsked() throws Exception {
    int mtu = ThreadLocalRandom.current().nextInt(1_300, 9_000);
    host.miniDockerAlone("network", "create", "-o", "com.docker.network.driver.mtu=" + mtu, "slim")
        .exitsWith(0);
    host.starts("--network", "slim", "lab", "sh", "-c", "echo ready; sleep 60");
    host.in("slim", "cat /sys/class/net/eth0/mtu").prints(mtu + "\n");
    String links = host.run("ip", "-o", "link").exitsWith(0).out();
    assertTrue(links.matches("(?s).*: mdv[^\n]* mtu " + mtu + " .*"), links); // a container's
    assertTrue(links.matches("(?s).*: md-[^\n]* mtu " + mtu + " .*"), links); // the bridge
  }

  @Test
  void networksAreListedByWhatTheyAre() throws Exception {
    host.miniDocker("network", "create", "--label", "a=1", "--label", "b", "red").exitsWith(0);
    host.miniDocker("network", "create", "--label", "a=2", "blue").exitsWith(0);
    String[] shown = {"--format", "{{.Name}}"};
    host.miniDocker(words("network ls -f label=a", shown)).prints("blue\nred\n");
    host.miniDocker(words("network ls -f label=a -f label=b", shown)).prints("red\n");
    host.miniDocker(words("network ls -f label=a=2 -f driver=bridge", shown)).prints("blue\n");
    host.miniDocker(words("network ls -f name=re -f name=lu", shown)).prints("blue\nred\n");
    host.miniDocker(words("network ls -f name=re -f scope=global", shown)).prints("");
    String table = "table {{.Name}}\t{{.Labels}}";
    host.miniDocker("network", "ls", "--format", table)
        .prints("NAME      LABELS\nblue      a=2\nred       a=1,b=\n");
    Outcome json = host.miniDocker("network", "ls", "-f", "name=red", "--format", "json");
    assertTrue(json.out().startsWith("{\"Driver\":\"bridge\",\"ID\":\""), json::toString);
    host.miniDocker("network", "ls", "-f", "size=1").complains(1, "NAME=VALUE", "driver, id");
    host.miniDocker("network", "rm", "-f", "red", "green", "blue").prints("red\nblue\n");
    host.miniDocker("network", "rm", "green").complains(1, "there is no network \"green\"");
  }

  @Test
  void whatIsAskedOfTheResolverStandsBesideWhatTheNetworkNeeds() throws Exception {
    host.miniDocker("network", "create", "red").exitsWith(0);
    String[] shown = {"lab", "grep", "^options", "/etc/resolv.conf"};
    String both =
        host.miniDocker(words("run --rm --network red --dns-opt rotate", shown)).exitsWith(0).out();
    assertTrue(both.contains("rotate") && both.contains("ndots:0"), both);
    host.miniDocker(words("run --rm --network red --dns-opt ndots:3", shown))
        .prints("options ndots:3\n");
  }

  @Test
  void namesLeadNowhereFromAnInternalNetwork() throws Exception {
    host.miniDocker("network", "create", "--internal", "inner").exitsWith(0);
    host.miniDocker("network", "create", "red").exitsWith(0);
    String ask = "nslookup md.invalid 127.0.0.11 2>&1; true";
    String inner = host.in("inner", ask).exitsWith(0).out();
    assertTrue(inner.contains("REFUSED"), inner);
    assertFalse(host.in("red", ask).exitsWith(0).out().contains("REFUSED"));
  }
}
