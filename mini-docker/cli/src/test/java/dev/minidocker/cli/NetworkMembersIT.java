package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.cli.PlayedHost.RunningProcess;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that come to networks, and leave them, while they run. */
@Requires(
    value = Need.ROOT,
    programs = {"unshare", "nsenter", "ip", "nft", "busybox"})
class NetworkMembersIT {
  private static final int KILLS = 5 * Integer.getInteger("thorough", 1);
  private static final int MOST_MILLIS = 900;

  private final String name = "md-" + Long.toHexString(ThreadLocalRandom.current().nextLong());

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

  @BeforeEach
  void makeNetworks() throws Exception {
    for (String network : List.of("red", "blue")) {
      host.miniDocker("network", "create", network).exitsWith(0);
    }
  }

  /** So that the next finds the host as this one did. */
  @AfterEach
  void leaveNothing() throws Exception {
    host.endContainers();
    host.removeNetworks();
  }

  private RunningProcess runs(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("--name", name));
    all.addAll(List.of(options));
    all.addAll(List.of("lab", "sh", "-c", "echo ready; sleep 60"));
    return host.starts(all.toArray(String[]::new));
  }

  private Outcome member(String verb, String network, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("network", verb));
    all.addAll(List.of(options));
    all.addAll(List.of(network, name));
    return host.miniDocker(all.toArray(String[]::new));
  }

  /** Its first process is in the host's network until it enters its own, here late. */
  @Test
  @Requires(programs = "strace")
  void nobodyJoinsAContainerThatIsNotInItsNetworkYet() throws Exception {
    String root = "MINI_DOCKER_ROOT=" + directory.resolve("state");
    List<String> slow = new ArrayList<>(List.of("env", root, "strace", "-f", "-o", "/dev/null"));
    slow.addAll(List.of("-e", "trace=setns", "-e", "inject=setns:delay_enter=700000"));
    slow.addAll(CommandLines.miniDocker("run", "--rm", "--init", "--network", "red", "--name"));
    slow.addAll(List.of(name, "lab", "sleep", "2"));
    RunningProcess late = host.begins(directory.resolve("slow.log"), slow);
    String ofHost = host.run("readlink", "/proc/self/ns/net").exitsWith(0).out().strip();
    Path process = Path.of("/proc", process() + "", "ns", "net");
    assertNotEquals(ofHost, Files.readSymbolicLink(process).toString());
    assertTrue(late.process().waitFor(30, TimeUnit.SECONDS), "it does not end");
  }

  private long process() throws Exception {
    return NotedProcess.of(directory.resolve("state"), name);
  }

  /** The same as a process. */
  private Outcome memberAlone(String verb, String network) throws Exception {
    return host.miniDockerAlone("network", verb, network, name);
  }

  /** What another program says of the container's network. */
  private String there(String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of("nsenter", "--net=/proc/" + process() + "/ns/net"));
    all.addAll(List.of(command));
    return host.run(all.toArray(String[]::new)).exitsWith(0).out();
  }

  private Outcome ping(String network, String target) throws Exception {
    return ping(network, target, 3);
  }

  private Outcome ping(String network, String target, int seconds) throws Exception {
    String command = "ping -c 1 -W " + seconds + " " + target;
    return host.miniDocker("run", "--rm", "--network", network, "lab", "sh", "-c", command);
  }

  @Test
  void whoComesToANetworkIsFoundThereByItsNamesUntilItLeaves() throws Exception {
    RunningProcess container = runs("--network", "red");
    assertNotEquals(0, ping("blue", name, 1).code());
    member("connect", "blue", "--alias", "other").exitsWith(0);
    ping("blue", name + " && ping -c 1 -W 3 other").exitsWith(0);
    ping("red", name).exitsWith(0);
    String address =
        there("ip", "-o", "-4", "addr").replaceAll("(?s).*eth1 +inet ([0-9.]+)/.*", "$1");
    ping("blue", address).exitsWith(0);
    member("connect", "blue").complains(1, "it is in network blue already");
    member("disconnect", "blue").exitsWith(0);
    assertNotEquals(0, ping("blue", address, 1).code());
    assertFalse(there("ip", "-o", "link").contains("eth1"));
    member("disconnect", "blue").complains(1, "it is not in network blue");
    container.end("TERM");
  }

  @Test
  void itLeadsOutsideByTheFirstNetworkThatItIsIn() throws Exception {
    RunningProcess container = runs("--network", "none");
    assertEquals("", there("ip", "route"));
    member("connect", "blue", "--ip", "172.18.9.9").exitsWith(0);
    assertTrue(there("ip", "route").contains("default via 172.18.0.1 dev eth0"));
    ping("blue", "172.18.9.9").exitsWith(0);
    memberAlone("connect", "red").exitsWith(0);
    memberAlone("disconnect", "blue").exitsWith(0);
    String routes = there("ip", "route");
    assertTrue(routes.contains("default via 172.17.0.1 dev eth1"), routes);
    container.end("TERM");
  }

  @Test
  void aPortOfTheHostGoesWithTheNetworkByWhichItLed() throws Exception {
    RunningProcess container = runs("--network", "red", "-p", "80");
    assertNotEquals("", host.miniDocker("port", name).out());
    member("disconnect", "red").exitsWith(0);
    assertEquals("", host.miniDocker("port", name).out());
    String listed = host.run("nft", "list", "ruleset").out();
    assertFalse(listed.contains("172.17.0.2 . 80"), listed);
    container.end("TERM");
  }

  @Test
  void whatCannotBeIsSaidInOneLineAndChangesNothing() throws Exception {
    RunningProcess container = runs("--network", "red");
    String links = there("ip", "-o", "link");
    member("connect", "nothere").complains(1, "there is no network");
    member("connect", "red").complains(1, "it is in network red already");
    member("connect", "blue", "--ip=10.1.2.3").complains(1, "outside of subnet");
    member("connect", "blue", "--ip=172.18.0.1").complains(1, "is the gateway");
    member("disconnect", "blue").complains(1, "it is not in network blue");
    member("disconnect", "nothere").complains(1, "there is no network");
    assertEquals(links, there("ip", "-o", "link"));
    container.end("TERM");
    member("connect", "blue").complains(1, "no such container");
  }

  @Test
  void whoSharesANetworkIsConnectedWhereItsOwnerIs() throws Exception {
    RunningProcess owner =
        host.starts("--name", "owner", "lab", "sh", "-c", "echo ready; sleep 60");
    RunningProcess container = runs("--network", "container:owner");
    member("connect", "blue").complains(1, "shares the network of container owner");
    container.end("TERM");
    container = runs("--network", "host");
    member("connect", "blue").complains(1, "shares the network of the host");
    container.end("TERM");
    owner.end("TERM");
  }

  @Test
  void whoeverIsKilledMeanwhileAllIsFreeWhenTheContainerEnds() throws Exception {
    RunningProcess container = runs("--network", "red");
    for (int i = 0; i < KILLS; i++) {
      RunningProcess connecting = host.begins("network", "connect", "blue", name);
      int millis = ThreadLocalRandom.current().nextInt(MOST_MILLIS);
      if (!connecting.process().waitFor(millis, TimeUnit.MILLISECONDS)) {
        connecting.end("KILL");
      }
      Outcome left = member("disconnect", "blue");
      assertTrue(
          left.code() == 0 || left.err().contains("it is not in network blue"), left::toString);
      assertFalse(there("ip", "-o", "link").contains("eth1"));
    }
    container.end("TERM");
    for (String network : List.of("red", "blue")) {
      host.miniDocker("network", "rm", network).exitsWith(0);
    }
    assertFalse(host.run("ip", "-o", "link").out().contains("md"));
  }
}
