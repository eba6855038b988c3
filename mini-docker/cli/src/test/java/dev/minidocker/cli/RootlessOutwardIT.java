package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way outside of an ordinary user's networks: a namespace plays the host, another one the world
 * behind it. The device by which such programs make their link is one of the played host's.
 */
@Requires(
    value = Need.ROOT,
    programs = {"setpriv", "nsenter", "unshare", "ip", "busybox", "pasta", "slirp4netns"})
class RootlessOutwardIT {
  private static final String WORLD = "203.0.113.5";
  private static final String BEGIN =
      """
      mount --make-rprivate /
      mknod "$0/tun" c 10 200 && chmod 666 "$0/tun" && mount --bind "$0/tun" /dev/net/tun
      ip link set lo up
      unshare --net sh -c 'echo $$ >"$0/world"; read go; ip link set lo up
        ip addr add 203.0.113.5/32 dev lo; ip addr add 198.51.100.2/24 dev world
        ip link set world up; echo ready; exec busybox httpd -f -p 80 -h "$0/pages"' "$0" <"$0/go" &
      exec 9>"$0/go"
      while ! [ -s "$0/world" ]; do sleep 0.1; done
      ip link add wire type veth peer name world netns "$(cat "$0/world")"
      ip addr add 198.51.100.1/24 dev wire && ip link set wire up
      ip route add default via 198.51.100.2
      echo go >&9
      exec cat
      """;

  private static final String FETCH =
      "printf 'GET /page HTTP/1.0\\r\\n\\r\\n' | timeout 4 nc -w 3 "
          + WORLD
          + " 80 | grep -m 1 said";

  private static final String FETCHES = "until " + FETCH + "; do sleep 0.1; done; sleep 60";

  @TempDir Path folder;
  private Process host;
  private OrdinaryUser user;

  @BeforeEach
  void playHost() throws Exception {
    Path pages = Files.createDirectories(folder.resolve("played/pages"));
    Files.writeString(pages.resolve("page"), "said by the world\n", StandardCharsets.UTF_8);
    String place = pages.getParent().toString();
    CommandLines.run(List.of("mkfifo", place + "/go"), new byte[0], Map.of());
    List<String> command =
        List.of("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child");
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("sh", "-c", BEGIN, place));
    host = new ProcessBuilder(all).redirectErrorStream(true).start();
    PlayedHost.awaitLine(host, "ready");
    String first = host.children().findFirst().orElseThrow().pid() + "/ns/";
    List<String> there =
        List.of("nsenter", "--net=/proc/" + first + "net", "--mount=/proc/" + first + "mnt", "--");
    user = new OrdinaryUser(folder, there);
    user.miniDocker("network", "create", "red").exitsWith(0);
    user.miniDocker("run", "--rm", "lab", "true")
        .exitsWith(0); // makes the image, of what is in PATH
  }

  @AfterEach
  void leaveNothing() throws Exception {
    user.end();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (!user.processes().isEmpty() && System.nanoTime() < until) {
      Thread.sleep(20);
    }
    assertEquals(List.of(), user.processes(), "processes of the user");
    host.getOutputStream().close();
    host.waitFor();
  }

  private void only(String program) throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    if (!program.isEmpty()) {
      Files.createSymbolicLink(bin.resolve(program), Path.of("/usr/bin", program));
    }
    user.hasInPath(bin.toString());
  }

  @Test
  void pastaLeadsOutside() throws Exception {
    only("pasta");
    user.in("red", FETCH).prints("said by the world\n");
  }

  @Test
  void slirp4netnsDoesWherePastaIsNot() throws Exception {
    only("slirp4netns");
    user.in("red", FETCH).prints("said by the world\n");
  }

  @Test
  void withoutBothContainersReachOneAnotherAndTheUserIsTold() throws Exception {
    only("");
    user.idles("red", "one");
    Outcome outcome = user.in("red", "ping -c 1 -w 3 one").exitsWith(0);
    List<String> said = outcome.err().lines().toList();
    assertEquals(1, said.size(), outcome::toString);
    assertTrue(said.get(0).contains("nobody else"), said::toString);
    assertTrue(said.get(0).contains("Install the package passt or slirp4netns"), said::toString);
    String briefly = FETCH.replace("-w 3", "-w 1");
    assertFalse(user.in("red", briefly).out().contains("said"));
  }

  @Test
  void anInternalNetworkNeedsNone() throws Exception {
    user.miniDocker("network", "create", "--internal", "inside").exitsWith(0);
    user.idles("inside", "one");
    assertFalse(user.processes().toString().contains("pas"), user.processes()::toString);
    assertEquals("", user.in("inside", "true").exitsWith(0).err());
  }

  @Test
  void anotherLeadsOnWhenWhoLedIsKilled() throws Exception {
    only("slirp4netns");
    Process first = user.idles("red", "one");
    Process second =
        user.starts("-i", "--network", "red", "lab", "sh", "-c", "echo ready; read go; " + FETCHES);
    OrdinaryUser.end(first, "KILL");
    second.getOutputStream().write('\n');
    second.getOutputStream().flush();
    PlayedHost.awaitLine(second, "said by the world");
  }
}
