package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of an ordinary user, which are in a network namespace of that user's. */
@Requires(programs = {"setpriv", "nsenter", "ip", "nft", "busybox"})
class RootlessNetworksIT {
  private static final String PING = "ping -c 1 -W 3 ";
  private static final String PING_IN_VAIN = "ping -c 1 -W 1 "; // others have their answer at once
  private static final int KILLS = 5 * Integer.getInteger("thorough", 1);
  private static final int MOST_MILLIS = 1200;

  @TempDir static Path folder;
  private static OrdinaryUser user;

  @BeforeAll
  static void somebody() throws Exception {
    Requirements.userNamespaces();
    user = new OrdinaryUser(folder, List.of());
  }

  @AfterAll
  static void end() throws Exception {
    if (user != null) {
      user.end();
    }
  }

  @BeforeEach
  void makeNetworks() throws Exception {
    for (String network : List.of("red", "blue")) {
      user.miniDocker("network", "create", network).exitsWith(0);
    }
  }

  /** So that the next finds the user as this one did. */
  @AfterEach
  void leaveNothing() throws Exception {
    user.endContainers();
    assertEquals(List.of(), user.holders(), "processes that keep the networks");
    user.removeNetworks();
  }

  private static String[] with(String[] command, String... more) {
    return Stream.of(command, more).flatMap(Stream::of).toArray(String[]::new);
  }

  /** Of the two answers, of IPv4 and of IPv6, either may come last. */
  private String address(String container) throws Exception {
    return user.in("red", "nslookup " + container)
        .exitsWith(0)
        .out()
        .replaceAll("(?s).*Name:\\s*\\S+\\s+Address: ([0-9.]+)\\s.*", "$1");
  }

  @Test
  void containersOfANetworkFindOneAnotherByNameAndNoOthersDo() throws Exception {
    user.idles("red", "one");
    user.in("red", PING + "one").exitsWith(0);
    String address = address("one");
    user.in("red", PING + address).exitsWith(0);
    assertNotEquals(0, user.in("blue", PING_IN_VAIN + address).code());
    String[] asking = {"run", "--rm", "--network", "blue", "--dns", "127.0.0.1", "lab", "ping"};
    assertNotEquals(0, user.miniDocker(with(asking, "-c", "1", "-W", "1", "one")).code());
  }

  @Test
  void theBridgesAndRulesAreInANamespaceOfTheUser() throws Exception {
    String machine = user.run("ip", "-brief", "link").out();
    user.idles("red", "one");
    String bridges = user.there("ip", "-brief", "link", "show", "type", "bridge").out();
    assertEquals(1, bridges.lines().count(), bridges);
    String members = user.there("ip", "-brief", "link", "show", "type", "veth").out();
    assertEquals(1, members.lines().filter(line -> line.startsWith("mdv")).count(), members);
    String rules = user.there("nft", "list", "tables").exitsWith(0).out();
    assertTrue(rules.contains("table inet mini-docker"), rules);
    assertEquals(machine, user.run("ip", "-brief", "link").out());
  }

  @Test
  void theNamespaceOutlivesWhoMadeItWhileAnotherUsesIt() throws Exception {
    Process first = user.idles("red", "one");
    user.idles("red", "two");
    String before = user.there("readlink", "/proc/self/ns/net").out();
    OrdinaryUser.end(first, "KILL");
    assertEquals(before, user.there("readlink", "/proc/self/ns/net").out());
    user.in("red", PING + "two").exitsWith(0);
  }

  @Test
  void nothingIsLeftWhenTheLastIsKilled() throws Exception {
    Process container = user.idles("red", "one");
    String holder = user.holders().get(0);
    String namespace = user.there("readlink", "/proc/self/ns/net").out().strip();
    OrdinaryUser.end(container, "KILL");
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!users(namespace).isEmpty() && System.nanoTime() < until) {
      Thread.sleep(20);
    }
    assertEquals(List.of(), users(namespace));
    user.in("red", PING + "-q 127.0.0.1").exitsWith(0);
    assertFalse(user.holders().contains(holder));
  }

  @Test
  void whoeverIsKilledMeanwhileLeavesNothing() throws Exception {
    user.in("red", "true").exitsWith(0); // makes the image
    for (int i = 0; i < KILLS; i++) {
      Process container = user.begins("--network", "red", "lab", "sleep", "60");
      Thread.sleep(ThreadLocalRandom.current().nextInt(MOST_MILLIS));
      OrdinaryUser.end(container, "KILL");
    }
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!user.holders().isEmpty() && System.nanoTime() < until) {
      Thread.sleep(20);
    }
    assertEquals(List.of(), user.holders());
    do { // whoever comes next clears away what is dead, as the last container soon is
      user.miniDocker("ps", "-a").exitsWith(0);
    } while (!taken().isEmpty() && System.nanoTime() < until);
    assertEquals(List.of(), taken());
    user.in("red", PING + "127.0.0.1").exitsWith(0);
  }

  /** Addresses that are given away. */
  private static List<String> taken() throws IOException {
    try (Stream<Path> addresses = Files.list(user.state().resolve("networks/red/addresses"))) {
      return addresses
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }

  /** Processes that are in a network namespace. */
  private static List<String> users(String namespace) throws IOException {
    List<String> users = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.filter(RootlessNetworksIT::isNumber).toList()) {
        if (isIn(process, namespace)) {
          users.add(process.toString());
        }
      }
    }
    return users;
  }

  private static boolean isIn(Path process, String namespace) {
    try {
      return Files.readSymbolicLink(process.resolve("ns/net")).toString().equals(namespace);
    } catch (IOException e) {
      return false; // it has ended, or is somebody else's
    }
  }

  private static boolean isNumber(Path path) {
    return path.getFileName().toString().matches("[0-9]+");
  }

  @Test
  void anInternalNetworkHasNoWayOut() throws Exception {
    user.miniDocker("network", "create", "--internal", "inside").exitsWith(0);
    user.idles("inside", "one");
    user.there("ip", "address", "add", "10.98.7.6/32", "dev", "lo").exitsWith(0);
    user.in("inside", PING + "one").exitsWith(0);
    user.in("red", PING + "10.98.7.6").exitsWith(0);
    assertNotEquals(0, user.in("inside", PING_IN_VAIN + "10.98.7.6").code());
  }

  @Test
  void aContainerThatRunsComesToANetworkAndLeavesIt() throws Exception {
    user.idles("red", "one");
    user.miniDocker("network", "connect", "--alias", "uno", "blue", "one").exitsWith(0);
    user.in("blue", PING + "uno").exitsWith(0);
    user.in("red", PING + "one").exitsWith(0);
    user.miniDocker("network", "disconnect", "blue", "one").exitsWith(0);
    assertEquals("", user.there("ip", "-brief", "link", "show", "master", bridge("blue")).out());
    user.in("red", PING + "one").exitsWith(0);
    user.starts("--name", "alone", "lab", "sh", "-c", "echo ready; sleep 90");
    user.miniDocker("network", "connect", "red", "alone")
        .complains(1, "alone", "began without a network", "--network");
  }

  private String bridge(String network) throws Exception {
    String all = user.miniDocker("network", "inspect", network).exitsWith(0).out();
    return all.replaceAll("(?s).*bridge.name\": \"([^\"]*)\".*", "$1");
  }

  @Test
  void manyBeginAtTheSameTime() throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String network = i % 2 == 0 ? "red" : "blue";
      Thread thread =
          new Thread(
              () -> {
                try {
                  String gateway = "$(ip route | sed -n 's/default via \\([^ ]*\\).*/\\1/p')";
                  Outcome outcome = user.in(network, PING + gateway);
                  synchronized (outcomes) {
                    outcomes.add(outcome);
                  }
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(4, outcomes.size());
    outcomes.forEach(outcome -> outcome.exitsWith(0));
  }

  @Test
  void whatFilesBelongToIsAsWithoutANetwork() throws Exception {
    Path shared = folder.resolve("shared");
    user.run("mkdir", shared.toString()).exitsWith(0);
    user.miniDocker(
            "run",
            "--rm",
            "--network",
            "red",
            "-u",
            "77:88",
            "-v",
            shared + ":/shared",
            "lab",
            "sh",
            "-c",
            "id -u; id -g; echo here >/shared/file")
        .prints("77\n88\n");
    assertEquals(
        Files.getAttribute(shared, "unix:uid"),
        Files.getAttribute(shared.resolve("file"), "unix:uid"));
  }

  @Test
  void thePlanShowsTheWayToTheUsersNetworks() throws Exception {
    user.miniDocker("run", "--rm", "lab", "true").exitsWith(0); // makes the image
    String plan =
        user.miniDocker("run", "--dry-run", "--network", "red", "lab", "true").exitsWith(0).out();
    assertTrue(plan.indexOf("setns(") < plan.indexOf("clone3("), plan);
  }

  @Test
  void aPlanMakesNoNamespace() throws Exception {
    user.miniDocker("run", "--rm", "lab", "true").exitsWith(0); // makes the image
    Path holders = user.state().resolve("netns");
    Files.delete(holders); // empty, as the networks were made and nobody is in them
    user.miniDocker("run", "--dry-run", "--network", "red", "lab", "true").exitsWith(0);
    assertFalse(Files.exists(holders), "somebody was there to hold a namespace");
  }

  @Test
  void whatNeedsAPartOfTheHostIsRefusedInOneLine() throws Exception {
    for (String driver : List.of("macvlan", "ipvlan", "overlay")) {
      user.miniDocker("network", "create", "--driver", driver, "-o", "parent=lo", "wire")
          .complains(1, driver, "ordinary user", "root");
    }
  }
}
