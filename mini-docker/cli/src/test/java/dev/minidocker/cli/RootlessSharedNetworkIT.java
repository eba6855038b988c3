package dev.minidocker.cli;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.testing.Requires;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers of an ordinary user that share a network, and with it a user namespace. */
@Requires(programs = {"setpriv", "busybox"})
class RootlessSharedNetworkIT {
  private static final int KILLS = 5 * Integer.getInteger("thorough", 1);
  private static final int MOST_MILLIS = 900;

  private static final String ASKS = "wget -q -O - http://127.0.0.1:8080";

  private final String text = "md-" + Long.toHexString(ThreadLocalRandom.current().nextLong());

  /** Nobody reaches it but by the loopback. */
  private final String serves =
      "mkdir /www; echo "
          + text
          + " >/www/index.html; httpd -p 127.0.0.1:8080 -h /www; echo ready; sleep 90";

  @TempDir Path folder;
  private OrdinaryUser user;

  @BeforeEach
  void somebody() throws Exception {
    Requirements.userNamespaces();
    user = new OrdinaryUser(folder, List.of());
    user.miniDocker("network", "create", "red").exitsWith(0);
  }

  @AfterEach
  void leaveNothing() throws Exception {
    user.end();
  }

  private Process owns(String network) throws IOException {
    return user.starts("--network", network, "--name", "one", "lab", "sh", "-c", serves);
  }

  private Outcome joins(String other, String command, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("run", "--rm", "--network", "container:" + other));
    all.addAll(List.of(options));
    all.addAll(List.of("lab", "sh", "-c", command));
    return user.miniDocker(all.toArray(String[]::new));
  }

  private String namespace(String container, String kind) throws Exception {
    Path link = Path.of("/proc", user.process(container) + "", "ns", kind);
    return Files.readSymbolicLink(link).toString();
  }

  /** The name at the beginning of a line of /proc/net/dev. */
  private static String link(String line) {
    return line.substring(0, line.indexOf(':')).strip() + "\n";
  }

  private String ofOther(String file) throws Exception {
    return Files.readString(Path.of("/proc", user.process("one") + "", "net", file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "red"})
  void interfacesAddressesAndLoopbackAreTheOthers(String network) throws Exception {
    owns(network);
    joins("one", "cat /proc/net/fib_trie").prints(ofOther("fib_trie"));
    joins("one", "cat /proc/net/route").prints(ofOther("route"));
    assertEquals(network.equals("red"), ofOther("route").contains("eth0"));
    String links = joins("one", "ls /sys/class/net").exitsWith(0).out();
    String devices =
        ofOther("dev")
            .lines()
            .skip(2)
            .map(RootlessSharedNetworkIT::link)
            .sorted()
            .collect(joining());
    assertEquals(devices, links);
    joins("one", ASKS).prints(text + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "red"})
  void theUserNamespaceIsTheOthersAndAllElseItsOwn(String network) throws Exception {
    owns(network);
    List<String> kinds = List.of("net", "user", "mnt", "pid", "ipc", "uts");
    String every = "for kind in " + String.join(" ", kinds) + "; do readlink ns/$kind; done";
    List<String> its = joins("one", "cd /proc/self; " + every).exitsWith(0).out().lines().toList();
    for (int i = 0; i < kinds.size(); i++) {
      assertEquals(i < 2, its.get(i).equals(namespace("one", kinds.get(i))), kinds.get(i));
    }
    StringBuilder names = new StringBuilder();
    for (String file : List.of("hosts", "resolv.conf", "hostname")) {
      Path root = Path.of("/proc", user.process("one") + "", "root");
      names.append(Files.readString(root.resolve("etc").resolve(file)));
    }
    joins("one", "cat /etc/hosts /etc/resolv.conf; hostname").prints(names.toString());
  }

  @Test
  void whatItMayDoAndWhatIsMountedIsAsInAContainerOfItsOwn() throws Exception {
    String asks =
        "while read a b c root point options rest; do echo $point $options; done"
            + " </proc/self/mountinfo; ls -A /dev; grep Cap /proc/self/status; id;"
            + " echo 1 >/dev/null && echo devices";
    Outcome alone = user.in("none", asks).exitsWith(0);
    assertTrue(alone.out().endsWith("devices\n"), alone.out());
    owns("none");
    joins("one", asks).prints(alone.out());
    Outcome privileged =
        user.miniDocker("run", "--rm", "--privileged", "lab", "sh", "-c", asks).exitsWith(0);
    joins("one", asks, "--privileged").prints(privileged.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "red"})
  void itOutlivesTheOtherAndKeepsTheLoopback(String network) throws Exception {
    Process owner = owns(network);
    String net = namespace("one", "net");
    Process joiner =
        user.starts(
            "--network",
            "container:one",
            "--name",
            "two",
            "lab",
            "sh",
            "-c",
            "echo ready; sleep 90");
    OrdinaryUser.end(owner, "KILL");
    joins("two", "readlink /proc/self/ns/net").prints(net + "\n");
    joins("two", serves.replaceFirst("echo ready.*", ASKS)).prints(text + "\n");
    joins("one", "true").complains(125, "no such container: \"one\"");
    assertTrue(joiner.isAlive());
  }

  @Test
  void itRunsAsWhomTheOtherHasAndNobodyElse() throws Exception {
    for (String network : List.of("none", "red")) {
      Process owner =
          user.starts(
              "-u",
              "77:88",
              "--network",
              network,
              "--name",
              "one",
              "lab",
              "sh",
              "-c",
              "echo ready; sleep 90");
      joins("one", "id -u; id -g", "-u", "77:88").prints("77\n88\n");
      String asked = "--network container:one: ";
      joins("one", "true").complains(125, asked, "no user 0 and group 0", "-u 77:88");
      joins("one", "true", "-u", "77:0").complains(125, asked, "no group 0", "-u 77:88");
      joins("one", "true", "-u", "78:88").complains(125, asked, "no user 78,", "-u 77:88");
      assertEquals(1, user.miniDocker("ps", "-a", "-q").exitsWith(0).out().lines().count());
      OrdinaryUser.end(owner, "TERM");
    }
  }

  @Test
  void whatItWritesIsTheUsers() throws Exception {
    Path shared = folder.resolve("shared");
    user.run("mkdir", shared.toString()).exitsWith(0);
    owns("red");
    joins("one", "echo here >/shared/file", "-v", shared + ":/shared").exitsWith(0);
    Object owner = Files.getAttribute(shared, "unix:uid");
    assertEquals(owner, Files.getAttribute(shared.resolve("file"), "unix:uid"));
  }

  @Test
  void theHostsNetworkIsSharedWithoutAUserNamespace() throws Exception {
    user.starts("--network", "host", "--name", "one", "lab", "sh", "-c", "echo ready; sleep 90");
    String net = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
    joins("one", "readlink /proc/self/ns/net; ls /sys >/dev/null").prints(net + "\n");
    Outcome own = joins("one", "readlink /proc/self/ns/user", "-u", "5:6").exitsWith(0);
    assertNotEquals(namespace("one", "user") + "\n", own.out());
  }

  @Test
  void aDryRunShowsTheWayAndMakesNothing() throws Exception {
    owns("red");
    List<String> before = files();
    String plan =
        user.miniDocker("run", "--dry-run", "--network", "container:one", "lab", "true")
            .exitsWith(0)
            .out();
    assertEquals(before, files());
    String other = "/proc/" + user.process("one") + "/ns/";
    assertTrue(plan.contains(other + "net") && plan.contains(other + "user"), plan);
    assertTrue(plan.indexOf("CLONE_NEWUSER)") < plan.indexOf("CLONE_NEWNET)"), plan);
    assertFalse(plan.contains("uid_map"), plan);
    Outcome explained =
        user.miniDocker("run", "--rm", "--explain", "--network", "container:one", "lab", "true");
    assertTrue(explained.exitsWith(0).err().contains("exited with 0"), explained.err());
  }

  /** Without the changes that overlay keeps where only root looks. */
  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(user.state(), 3)) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void whatIsTheOthersIsAskedOfTheOther() throws Exception {
    owns("red");
    joins("one", "true", "-p", "80").complains(125, "--network container:one goes without -p");
    user.starts(
        "--network", "container:one", "--name", "two", "lab", "sh", "-c", "echo ready; sleep 90");
    user.miniDocker("network", "connect", "bridge", "two")
        .complains(1, "shares the network of container one");
    user.miniDocker("network", "create", "blue").exitsWith(0);
    user.miniDocker("network", "connect", "blue", "one").exitsWith(0);
    assertTrue(joins("two", "cat /proc/net/route").exitsWith(0).out().contains("eth1"));
  }

  @Test
  void whoeverEndsMeanwhileTheJoinerRunsOrIsTold() throws Exception {
    for (int i = 0; i < KILLS; i++) {
      Process owner = owns(i % 2 == 0 ? "none" : "red");
      Process joiner = user.begins("--network", "container:one", "lab", "echo", text);
      Thread.sleep(ThreadLocalRandom.current().nextInt(MOST_MILLIS));
      OrdinaryUser.end(owner, "KILL");
      assertTrue(joiner.waitFor(30, TimeUnit.SECONDS));
      String said = new String(joiner.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(1, said.lines().count(), said);
      boolean told = said.matches("mini-docker: .*(no such container|not running|just ended).*\n");
      assertTrue(told || said.equals(text + "\n"), said);
      assertEquals("", user.miniDocker("ps", "-a", "-q").exitsWith(0).out());
    }
  }
}
