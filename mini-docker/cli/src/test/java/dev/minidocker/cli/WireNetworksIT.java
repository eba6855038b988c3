package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.cli.PlayedHost.RunningProcess;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers on the wire of a host, at whose other end there is another machine. */
@Requires(
    value = Need.ROOT,
    programs = {"unshare", "nsenter", "ip", "wget", "busybox"})
class WireNetworksIT {
  private static final int PATIENCE_SECONDS = 5;
  private static final String MACHINE = "10.88.0.200";
  private static final String HOST = "10.88.0.254";

  private final String text = "md-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
  private final String serves =
      "mkdir /www; echo " + text + " > /www/index.html; httpd -h /www; echo ready; sleep 60";

  @TempDir Path directory;
  private PlayedHost host;
  private PlayedHost machine;

  @BeforeEach
  void layCable() throws Exception {
    host = new PlayedHost(directory.resolve("state"));
    machine = new PlayedHost(directory.resolve("unused"));
    host.cable(machine, "wire0");
    host.run("ip", "addr", "add", HOST + "/24", "dev", "wire0").exitsWith(0);
    machine.run("ip", "addr", "add", MACHINE + "/24", "dev", "wire0").exitsWith(0);
    machine.run("ip", "addr", "add", "fd88::200/64", "dev", "wire0", "nodad").exitsWith(0);
  }

  @AfterEach
  void leaveNothing() throws Exception {
    host.end();
    machine.end();
  }

  private void create(String driver, String... more) throws Exception {
    String command =
        "network create -d %s -o parent=wire0 --subnet 10.88.0.0/24 --subnet fd88::/64 --gateway %s"
            + " %s lan";
    host.miniDocker(
            command.formatted(driver, MACHINE, String.join(" ", more)).strip().split(" +", -1))
        .exitsWith(0);
  }

  private static Outcome fetch(PlayedHost from, String address) throws Exception {
    return from.run("wget", "-q", "-O", "-", "-t", "1", "-T", "2", "http://" + address);
  }

  /** Whoever can answer does so at once. */
  private static void assertSilent(PlayedHost from, String address) throws Exception {
    String url = "http://" + address;
    assertNotEquals(0, from.run("wget", "-q", "-O", "-", "-t", "1", "-T", "1", url).code());
  }

  /** The kernel ends a killed container, and removes its network, when it has the time. */
  private static void await(String otherwise, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.call()) {
      assertTrue(System.nanoTime() < end, otherwise);
      Thread.sleep(50);
    }
  }

  private String members() throws Exception {
    return host.miniDocker("network", "inspect", "lan").exitsWith(0).out();
  }

  private Outcome inside(String command) throws Exception {
    return host.in("lan", command);
  }

  private RunningProcess serving(String address, String... more) throws Exception {
    String command = "--network lan --name web --ip %s %s lab sh -c";
    String[] words =
        command.formatted(address, String.join(" ", more)).replaceAll(" +", " ").split(" ", -1);
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = serves;
    return host.starts(all);
  }

  @Test
  @Requires(Need.MACVLAN)
  void containersOnOneParentReachEachOtherAndTheWireButNotTheirHost() throws Exception {
    create("macvlan");
    serving("10.88.0.7", "--ip6", "fd88::7");
    fetch(machine, "10.88.0.7").prints(text + "\n");
    fetch(machine, "[fd88::7]").prints(text + "\n");
    String neighbours = machine.run("ip", "neigh").out();
    assertTrue(neighbours.contains("10.88.0.7 dev wire0 lladdr 02:42:0a:58:00:07"), neighbours);
    assertSilent(host, "10.88.0.7");
    String reached = "wget -q -O - http://web && ping -c 1 -w 3 " + MACHINE + " && ip route";
    String seen = inside(reached).exitsWith(0).out();
    assertTrue(seen.startsWith(text + "\n"), seen);
    assertTrue(seen.contains("default via " + MACHINE + " dev eth0"), seen);
    assertNotEquals(0, inside("ping -c 1 -W 1 " + HOST).code());
  }

  @Tag("thorough")
  @Test
  @Requires(Need.MACVLAN)
  void privateSiblingsDoNotHearEachOther() throws Exception {
    create("macvlan", "-o macvlan_mode=private");
    serving("10.88.0.7");
    fetch(machine, "10.88.0.7").prints(text + "\n");
    assertNotEquals(0, inside("ping -c 1 -W 1 10.88.0.7").code());
  }

  @Test
  @Requires(Need.MACVLAN)
  void whoHasAParentAloneHasItsHardwareAddress() throws Exception {
    create("macvlan", "-o macvlan_mode=passthru");
    String parent = host.run("cat", "/sys/class/net/wire0/address").out();
    serving("10.88.0.7");
    fetch(machine, "10.88.0.7").prints(text + "\n");
    String seen = machine.run("ip", "neigh", "show", "10.88.0.7").exitsWith(0).out();
    String links = host.run("ip", "-o", "link", "show", "wire0").exitsWith(0).out();
    String hardware = links.replaceAll("(?s).*link/ether ([0-9a-f:]+).*", "$1");
    assertTrue(seen.contains(hardware), seen + links + parent);
    inside("true").complains(125, "EINVAL", "passthru");
    host.miniDocker(
            "run", "--rm", "--network", "lan", "--mac-address", "02:00:00:00:00:01", "lab", "true")
        .complains(125, "Leave --mac-address out");
  }

  @Test
  @Requires(Need.MACVLAN)
  void whatAContainerHadIsGivenBackHoweverItEnds() throws Exception {
    create("macvlan");
    String before = host.run("ip", "-o", "link").exitsWith(0).out();
    for (String signal : new String[] {"TERM", "KILL"}) {
      RunningProcess web = serving("10.88.0.7");
      assertEquals(before, host.run("ip", "-o", "link").out());
      assertTrue(members().contains("\"IPv4Address\": \"10.88.0.7\""), members());
      host.miniDocker("network", "rm", "lan").complains(1, "network lan is in use by");
      web.end(signal);
      if (signal.equals("TERM")) {
        assertTrue(members().contains("\"Containers\": {}"), members());
      }
      await("it is a member", () -> members().contains("\"Containers\": {}"));
      await("it answers", () -> fetch(machine, "10.88.0.7").code() != 0);
    }
    host.miniDocker("network", "rm", "lan").exitsWith(0);
    assertEquals(before, host.run("ip", "-o", "link").out());
  }

  @Test
  @Requires(Need.MACVLAN)
  void aContainerOfABridgeAndAWireIsReachedByBoth() throws Exception {
    create("macvlan");
    RunningProcess web = serving("10.88.0.7", "--network bridge -p 8088:80");
    fetch(machine, "10.88.0.7").prints(text + "\n");
    fetch(host, "127.0.0.1:8088").prints(text + "\n");
    web.end("TERM");
    String listed =
        host.miniDockerAlone("network", "ls", "--format", "{{.Name}} {{.Driver}}").out();
    assertEquals("bridge bridge\nlan macvlan\n", listed);
  }

  @Test
  @Requires(Need.IPVLAN)
  void containersOfAnIpvlanHaveTheHardwareAddressOfTheirParent() throws Exception {
    create("ipvlan");
    serving("10.88.0.7");
    fetch(machine, "10.88.0.7").prints(text + "\n");
    String seen = machine.run("ip", "neigh", "show", "10.88.0.7").exitsWith(0).out();
    String parent = host.run("ip", "-o", "link", "show", "wire0").exitsWith(0).out();
    assertTrue(seen.contains(parent.replaceAll("(?s).*link/ether ([0-9a-f:]+).*", "$1")), seen);
    inside("wget -q -O - http://web").prints(text + "\n");
    assertSilent(host, "10.88.0.7");
  }

  @Test
  @Requires(Need.IPVLAN)
  void anIpvlanThatIsARouterIsReachedByARouteToItsHost() throws Exception {
    host.miniDocker(
            "network create -d ipvlan -o parent=wire0 -o ipvlan_mode=l3 --subnet 10.89.0.0/24 lan"
                .split(" ", -1))
        .exitsWith(0);
    serving("10.89.0.7");
    machine.run("ip", "route", "add", "10.89.0.0/24", "via", HOST).exitsWith(0);
    fetch(machine, "10.89.0.7").prints(text + "\n");
    String routes = inside("ip route").exitsWith(0).out();
    assertTrue(routes.contains("default dev eth0"), routes);
  }

  /** The kernel is asked when the network is made, not when the first container comes. */
  @Test
  void aKernelWithoutTheDriverIsNamedAsTheReason() throws Exception {
    Outcome outcome =
        host.miniDocker("network", "create", "-d", "ipvlan", "-o", "parent=wire0", "lan");
    if (Need.IPVLAN.missing().isPresent()) {
      outcome.complains(1, "-o parent=wire0", "EOPNOTSUPP", "modprobe ipvlan");
      host.miniDocker("network", "ls", "-q").prints("");
    } else {
      outcome.exitsWith(0);
    }
  }

  @Test
  @Requires(Need.MACVLAN)
  void whatAWireCannotDoIsSaidInOneLine() throws Exception {
    create("macvlan");
    host.miniDocker("network", "create", "-d", "macvlan", "-o", "parent=wire0", "second")
        .complains(1, "network lan has this parent already");
    host.miniDocker("run", "--rm", "-p", "80", "--network", "lan", "lab", "true")
        .complains(125, "-p 80", "driver macvlan", "Leave -p out");
    host.run("ip", "link", "del", "wire0").exitsWith(0);
    inside("true").complains(125, "its parent wire0 is not a link of this host any more");
    assertFalse(members().contains("IPv4Address"), members());
    host.miniDockerAlone("network", "rm", "lan").exitsWith(0);
  }
}
