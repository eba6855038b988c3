package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.cli.PlayedHost.RunningProcess;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our networks at a host where tables of others drop what is forwarded. */
@Requires(
    value = Need.ROOT,
    programs = {"unshare", "nsenter", "ip", "nft", "wget", "busybox"})
class ForeignTablesIT {
  /** As docker makes it. */
  private static final String DOCKERS =
      """
      table %1$s filter {
        chain DOCKER-USER {
          %2$s counter drop
          counter return
        }
        chain FORWARD {
          type filter hook forward priority filter; policy drop;
          counter jump DOCKER-USER
          oifname "docker0" ct state related,established counter accept
        }
      }
      """;

  private static final String UNWANTED = "ip daddr 192.0.2.77";
  private static final String UNWANTED6 = "ip6 daddr 2001:db8::77";
  private static final String WORLD = "wget -q -O - http://" + PlayedWorld.ADDRESS;
  private static final String PING_WORLD =
      "ping -q -c 1 -W 1 " + PlayedWorld.ADDRESS + " >/dev/null";
  private static final int KILLS = 3 * Integer.getInteger("thorough", 1);
  private static final int MOST_MILLIS = 900; // a run has begun by then, even where JVMs are slow

  private final String text = "md-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
  private final int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);

  @TempDir Path directory;
  private PlayedHost host;
  private PlayedWorld world;

  @BeforeEach
  void play() throws Exception {
    host = new PlayedHost(directory.resolve("state"));
    world = new PlayedWorld(host, Files.createDirectory(directory.resolve("www")), text);
    host.miniDocker("network", "create", "--subnet", "10.7.0.0/24", "--subnet", "fd07::/64", "red")
        .exitsWith(0);
  }

  @AfterEach
  void leaveNothing() throws Exception {
    host.end();
    world.end();
  }

  private void load(String ruleset) throws Exception {
    Path file = Files.writeString(directory.resolve("ruleset"), ruleset);
    host.run("nft", "-f", file.toString()).exitsWith(0);
  }

  private String listed(String family) throws Exception {
    return host.run("nft", "list", "table", family, "filter")
        .exitsWith(0)
        .out()
        .replaceAll("packets \\d+ bytes \\d+", "");
  }

  /** It runs, and does not get there. */
  private Outcome insideInVain(String network, String command) throws Exception {
    Outcome outcome = host.in(network, "echo begun; " + command);
    assertEquals("begun\n", outcome.out(), outcome::toString);
    assertNotEquals(0, outcome.code());
    return outcome;
  }

  private RunningProcess serving() throws Exception {
    String serves = "mkdir /www; echo " + text + " > /www/index.html; httpd -h /www; echo ready";
    return host.starts(
        "--network",
        "red",
        "--name",
        "web",
        "-p",
        port + ":80",
        "lab",
        "sh",
        "-c",
        serves + "; sleep 60");
  }

  private void assertNoWarning(Outcome outcome) {
    assertEquals("", outcome.err());
  }

  @Test
  void dockersChainForOthersHasOurRulesAsLongAsTheNetworkIsThere() throws Exception {
    load(DOCKERS.formatted("ip", UNWANTED) + DOCKERS.formatted("ip6", UNWANTED6));
    String before = listed("ip");
    assertNoWarning(host.in("red", WORLD).prints(text));
    String six = "wget -q -O - http://[" + PlayedWorld.ADDRESS6 + "]:8080";
    assertNoWarning(host.in("red", six).prints(text));
    String with = listed("ip");
    assertNotEquals(before, with);
    serving();
    world.fetch("http://" + PlayedWorld.HOST + ":" + port).prints(text + "\n");
    world.fetch("http://[" + PlayedWorld.HOST6 + "]:" + port).prints(text + "\n");
    host.in("red", "wget -q -O - http://web").prints(text + "\n");
    assertEquals(with, listed("ip"));
  }

  @Tag("thorough")
  @Test
  void whatItsOwnerDropsThereIsDroppedForOursToo() throws Exception {
    load(DOCKERS.formatted("ip", "ip daddr " + PlayedWorld.ADDRESS));
    insideInVain("red", PING_WORLD);
  }

  @Test
  void nothingIsLeftOfItWhenTheNetworkIsRemoved() throws Exception {
    load(DOCKERS.formatted("ip", UNWANTED) + DOCKERS.formatted("ip6", UNWANTED6));
    String before = listed("ip") + listed("ip6");
    host.in("red", "true").exitsWith(0);
    assertNotEquals(before, listed("ip") + listed("ip6"));
    host.miniDocker("network", "rm", "red").exitsWith(0);
    assertEquals(before, listed("ip") + listed("ip6"));
  }

  @Test
  void norAfterKillsAtAnyMoment() throws Exception {
    load(DOCKERS.formatted("ip", UNWANTED) + DOCKERS.formatted("ip6", UNWANTED6));
    String before = listed("ip") + listed("ip6");
    for (int i = 0; i < KILLS; i++) {
      RunningProcess run = host.begins("run", "--rm", "--network", "red", "lab", "sleep", "60");
      Thread.sleep(ThreadLocalRandom.current().nextInt(MOST_MILLIS));
      run.end("KILL");
      host.run("ip", "link", "delete", "dev", bridge()); // or it is not there yet
    }
    host.in("red", WORLD).prints(text);
    host.miniDocker("network", "rm", "red").exitsWith(0);
    assertEquals(before, listed("ip") + listed("ip6"));
  }

  private String bridge() throws Exception {
    String id = host.miniDocker("network", "inspect", "-f", "{{.Id}}", "red").exitsWith(0).out();
    return "md-" + id.strip().substring(0, 12);
  }

  @Test
  void whoComesLaterThanTheNetworkIsAskedTooAndTheRulesComeBack() throws Exception {
    host.in("red", WORLD).prints(text);
    load(DOCKERS.formatted("ip", UNWANTED));
    assertNoWarning(host.in("red", WORLD).prints(text));
    host.run("nft", "flush", "chain", "ip", "filter", "DOCKER-USER").exitsWith(0);
    assertNoWarning(host.in("red", WORLD).prints(text));
    String listed = listed("ip");
    assertTrue(listed.contains("comment \"mini-docker " + bridge() + "\""), listed);
  }

  @Test
  void neighboursReachEachOtherWhereABridgeAsksTheTables() throws Exception {
    host.miniDocker("network", "create", "--internal", "closed").exitsWith(0);
    load(DOCKERS.formatted("ip", UNWANTED));
    host.starts("--network", "closed", "--name", "one", "lab", "sh", "-c", "echo ready; sleep 60");
    assertNoWarning(host.in("closed", "ping -c 1 -w 3 one").exitsWith(0));
    insideInVain("closed", PING_WORLD);
  }

  /** What drops, what the line names, and whether what it advises helps. */
  @Tag("thorough")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "table ip filter { chain FORWARD { type filter hook forward priority 0; policy drop; }; }"
            + "| chain FORWARD of table ip filter drops",
        "table inet site { chain pass { type filter hook forward priority 5; policy accept;"
            + " ct state established accept; counter drop; }; }"
            + "| chain pass of table inet site drops",
        "table inet site { chain pass { type filter hook forward priority 5; policy accept;"
            + " ct state established accept; counter reject; }; }"
            + "| chain pass of table inet site drops",
        // a chain of docker's name that nobody asks is no place for rules
        "table ip filter { chain DOCKER-USER { return; }; chain FORWARD {"
            + " type filter hook forward priority 0; policy drop; }; }"
            + "| chain FORWARD of table ip filter drops",
      })
  void whoeverElseDropsIsNamedAndTheAdviceHelps(String ruleset, String named) throws Exception {
    load(ruleset + "\n");
    Outcome dropped = insideInVain("red", PING_WORLD);
    String line = dropped.err().lines().findFirst().orElseThrow();
    assertTrue(line.startsWith("mini-docker: warning: network red: " + named), dropped::toString);
    assertTrue(line.contains("--network host"), dropped::toString);
    String advice = line.replaceFirst(".*Have it pass with: (.*), or use.*", "$1");
    host.run("sh", "-c", advice).exitsWith(0);
    assertNoWarning(host.in("red", WORLD).prints(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "table inet firewalld { chain filter_FORWARD { type filter hook forward priority 10;"
            + " policy accept; ct state established accept; reject with icmpx admin-prohibited; }; }"
            + "| firewall-cmd --zone=trusted --add-interface=BRIDGE",
        "table ip filter { chain ufw-user-forward { }; chain FORWARD { type filter hook forward"
            + " priority 0; policy drop; jump ufw-user-forward; }; }"
            + "| ufw route allow in on BRIDGE && ufw route allow out on BRIDGE",
      })
  void whoKeepsATableByAProgramIsAskedByThat(String ruleset, String advice) throws Exception {
    load(ruleset + "\n");
    Outcome dropped = host.in("red", "true").exitsWith(0);
    assertEquals(1, dropped.err().lines().count(), dropped::toString);
    assertTrue(dropped.err().contains(advice.replace("BRIDGE", bridge())), dropped::toString);
  }

  @Tag("thorough")
  @Test
  void anInternalNetworkMindsOnlyIfItsNeighboursAreKeptApart() throws Exception {
    host.miniDocker("network", "create", "--internal", "closed").exitsWith(0);
    load(
        "table ip filter { chain FORWARD { type filter hook forward priority 0; policy drop; }; }");
    host.starts("--network", "closed", "--name", "one", "lab", "sh", "-c", "echo ready; sleep 60");
    Outcome apart = insideInVain("closed", "ping -q -c 1 -W 2 one >/dev/null");
    assertTrue(apart.err().contains("do not reach one another"), apart::toString);
    host.run("sh", "-c", "for f in /proc/sys/net/bridge/bridge-nf-call-ip*; do echo 0 > $f; done")
        .exitsWith(0);
    assertNoWarning(host.in("closed", "ping -c 1 -w 2 one").exitsWith(0));
  }
}
