package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.cli.PlayedHost.RunningProcess;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks over three hosts, which agree by a real etcd; one site for all, empty for each. */
@Requires(
    value = {Need.ROOT, Need.VXLAN},
    programs = {"unshare", "nsenter", "ip", "bridge", "etcd", "etcdctl", "busybox"})
class OverlayIT {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int LEASE_PATIENCE_MILLIS = 60_000; // a lease takes half of it
  private static final int MANY_BYTES = 3_000_000; // so that some packets are as long as can be

  private final String text = "md-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
  private final String serves =
      ("mkdir /www; echo %s > /www/index.html; head -c %d /dev/zero > /www/many; httpd -h /www;"
              + " echo ready; sleep 120")
          .formatted(text, MANY_BYTES);

  @TempDir static Path directory;
  private static PlayedSite site;

  @BeforeAll
  static void playSite() throws Exception {
    site = new PlayedSite(directory);
  }

  @AfterAll
  static void end() throws Exception {
    site.end();
  }

  /** So that the next finds the site as this one did. */
  @AfterEach
  void leaveNothing() throws Exception {
    for (int i = 1; i <= PlayedSite.HOSTS; i++) {
      PlayedHost host = site.host(i);
      host.endContainers();
      host.removeNetworks();
    }
    assertEquals(List.of(), site.keys());
  }

  private Outcome create(int host, String... more) throws Exception {
    List<String> all =
        new ArrayList<>(List.of("network", "create", "-d", "overlay", "--attachable"));
    all.addAll(List.of("-o", "etcd=" + PlayedSite.ETCD));
    all.addAll(List.of(more));
    all.add("far");
    return site.host(host).miniDocker(all.toArray(String[]::new));
  }

  private void createEverywhere() throws Exception {
    create(1, "--subnet", "10.7.0.0/24", "--subnet", "fd07::/64").exitsWith(0);
    create(2).exitsWith(0);
    create(3).exitsWith(0);
  }

  private RunningProcess starts(int host, String name, String command) throws Exception {
    return site.host(host).starts("--network", "far", "--name", name, "lab", "sh", "-c", command);
  }

  private Outcome inside(int host, String command) throws Exception {
    return site.host(host)
        .miniDocker("run", "--rm", "--network", "far", "lab", "sh", "-c", command);
  }

  /** In the network of a container that runs, which nobody has to be asked for. */
  private Outcome beside(int host, String name, String command) throws Exception {
    return site.host(host)
        .miniDocker("run", "--rm", "--network", "container:" + name, "lab", "sh", "-c", command);
  }

  private static void await(int millis, String what, Callable<Boolean> condition) throws Exception {
    long end = System.currentTimeMillis() + millis;
    while (!condition.call()) {
      assertTrue(System.currentTimeMillis() < end, what);
      Thread.sleep(200);
    }
  }

  @Test
  void containersOfThreeHostsReachEachOtherByNameThroughTunnels() throws Exception {
    createEverywhere();
    starts(1, "web", serves);
    starts(2, "client", "echo ready; sleep 120");
    String[] asks = {
      "wget -q -O - http://web",
      "wget -q -O - http://web/many | wc -c",
      "ping -c 1 -w 5 client >/dev/null",
      "wget -q -O - http://10.7.0.2",
      "wget -q -O - 'http://[fd07::2]'"
    };
    inside(3, String.join(" && ", asks))
        .prints(text + "\n" + MANY_BYTES + "\n" + text + "\n" + text + "\n");
    beside(2, "client", "wget -q -O - http://web.far").prints(text + "\n");
    assertFalse(site.seenAtSwitch().contains("02:42:0a:07"), "frames travel without a tunnel");
    String table = site.host(2).run("bridge", "fdb").exitsWith(0).out();
    assertTrue(table.contains("02:42:0a:07:00:02 dev mdx"), table);
    assertTrue(table.contains("dst " + PlayedSite.address(1) + " self permanent"), table);
  }

  @Test
  void theFirstHostSaysHowLongPacketsAreAndTheOthersFollow() throws Exception {
    String option = "com.docker.network.driver.mtu=";
    create(1, "-o", option + 1400).exitsWith(0);
    create(2).exitsWith(0);
    create(3, "-o", option + 1450).complains(1, option + "1400", "Ask for the same");
    inside(2, "cat /sys/class/net/eth0/mtu").prints("1400\n");
    String tunnel = site.host(2).run("ip", "-o", "link", "show", "type", "vxlan").out();
    assertTrue(tunnel.contains(" mtu 1400 "), tunnel);
  }

  /** Each of the three asks first, at the same moment. */
  @Test
  void hostsThatMakeANetworkAtTheSameMomentHaveTheSameOne() throws Exception {
    List<Process> creations = new ArrayList<>();
    for (String name : new String[] {"far", "other"}) {
      for (int i = 1; i <= PlayedSite.HOSTS; i++) {
        String option = "etcd=" + PlayedSite.ETCD;
        creations.add(
            site.host(i)
                .begins("network", "create", "-d", "overlay", "-o", option, name)
                .process());
      }
    }
    List<String> ids = new ArrayList<>();
    for (Process creation : creations) {
      ids.add(new String(creation.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      assertEquals(0, creation.waitFor(), ids::toString);
    }
    assertEquals(1, new HashSet<>(ids.subList(0, 3)).size(), ids::toString);
    assertEquals(1, new HashSet<>(ids.subList(3, 6)).size(), ids::toString);
    List<String> keys = site.keys();
    assertEquals(2, keys.stream().filter(key -> key.startsWith("/mini-docker/vxlans/")).count());
    assertEquals(6, keys.stream().filter(key -> key.startsWith("/mini-docker/hosts/")).count());
  }

  @Tag("thorough")
  @Test
  void noAddressIsGivenTwiceAndAllAreGivenBack() throws Exception {
    create(1, "--subnet", "10.7.0.0/28").exitsWith(0);
    create(2).exitsWith(0);
    create(3).exitsWith(0);
    List<Process> runs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String[] command = {"run", "--rm", "--network", "far", "lab", "sh", "-c"};
      List<String> all = new ArrayList<>(List.of(command));
      all.add("ip -4 -o addr show eth0; sleep 12");
      runs.add(site.host(1 + i % 3).begins(all.toArray(String[]::new)).process());
    }
    Set<String> addresses = new HashSet<>();
    for (Process run : runs) {
      String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, run.waitFor(), said);
      addresses.add(said.replaceAll("(?s).*inet ([0-9.]+)/.*", "$1"));
    }
    assertEquals(6, addresses.size(), addresses::toString);
    List<String> keys = site.keys();
    assertEquals(5, keys.size(), keys::toString); // of the network, its number, and three hosts
    for (int i = 1; i <= PlayedSite.HOSTS; i++) {
      site.host(i).miniDocker("network", "rm", "far").exitsWith(0);
      String links = site.host(i).run("ip", "-o", "link").out();
      assertFalse(links.contains(" md"), links);
    }
    assertEquals(List.of(), site.keys());
  }

  @Tag("thorough")
  @Test
  void aHostThatWasCutOffIsReachedAgain() throws Exception {
    createEverywhere();
    starts(1, "web", serves);
    starts(3, "client", "echo ready; sleep 120");
    beside(3, "client", "wget -q -O - http://web").prints(text + "\n");
    site.plug(1, false);
    assertNotEquals(0, beside(3, "client", "ping -c 1 -W 2 web").code());
    create(1, "--internal").complains(1, "there is a network \"far\" already");
    site.plug(1, true);
    await(
        PATIENCE_MILLIS,
        "it stays cut off",
        () -> beside(3, "client", "wget -q -O - http://web").out().equals(text + "\n"));
  }

  /** As it is for a host that was away for longer than a lease. */
  @Tag("thorough")
  @Test
  void whoHasLostItsLeaseComesBack() throws Exception {
    createEverywhere();
    starts(1, "web", serves);
    starts(3, "client", "echo ready; sleep 120");
    String lease = site.ctl("lease", "list").exitsWith(0).out();
    for (String one : lease.lines().skip(1).toList()) {
      site.ctl("lease", "revoke", one).exitsWith(0);
    }
    assertEquals(5, site.keys().size());
    await(PATIENCE_MILLIS, "nobody comes back", () -> site.keys().size() == 5 + 2 * 3);
    inside(2, "wget -q -O - http://web").prints(text + "\n");
  }

  @Test
  void etcdStopsAndStartsAndNothingIsLost() throws Exception {
    createEverywhere();
    starts(1, "web", serves);
    starts(3, "client", "echo ready; sleep 120");
    beside(3, "client", "wget -q -O - http://web").prints(text + "\n"); // they know each other
    site.stopEtcd();
    Thread.sleep(2000); // some questions get no answer: there is one each second
    beside(3, "client", "wget -q -O - http://web").prints(text + "\n");
    String etcd = "etcd at " + PlayedSite.ETCD + " does not answer";
    inside(2, "true").complains(125, etcd);
    site.host(2).miniDocker("network", "rm", "far").complains(1, etcd);
    site.host(2).miniDocker("network", "inspect", "far").exitsWith(0);
    site.startEtcd();
    inside(2, "wget -q -O - http://web").prints(text + "\n");
    beside(3, "client", "wget -q -O - http://web").prints(text + "\n");
  }

  @Tag("thorough")
  @Test
  void whatAKilledContainerHadIsFreeWhenItsLeaseEnds() throws Exception {
    createEverywhere();
    RunningProcess web = starts(1, "web", serves);
    int all = site.keys().size();
    web.end("KILL");
    await(LEASE_PATIENCE_MILLIS, "its lease does not end", () -> site.keys().size() == all - 3);
    site.host(2)
        .miniDocker("run", "--rm", "--network", "far", "--ip", "10.7.0.2", "lab", "true")
        .exitsWith(0);
  }

  @Tag("thorough")
  @Test
  void anAddressThatAnotherHostHasGivenIsTaken() throws Exception {
    createEverywhere();
    starts(1, "web", serves);
    site.host(2)
        .miniDocker("run", "--rm", "--network", "far", "--ip", "10.7.0.2", "lab", "true")
        .complains(125, "10.7.0.2 is taken");
    create(2, "--subnet", "10.8.0.0/24").complains(1, "there is a network \"far\" already");
    site.host(2).miniDocker("network", "rm", "far").exitsWith(0);
    create(2, "--subnet", "10.8.0.0/24").complains(1, "with [10.7.0.0/24", "Ask for the same");
    String scope = "{{.Name}} {{.Driver}} {{.Scope}}";
    site.host(1).miniDocker("network", "ls", "--format", scope).prints("far overlay global\n");
  }
}
