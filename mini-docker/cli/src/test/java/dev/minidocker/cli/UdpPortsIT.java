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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of UDP in a container, written in the Perl that each Debian has. */
@Requires(
    value = Need.ROOT,
    programs = {"unshare", "nsenter", "ip", "perl"})
class UdpPortsIT {
  private static final String ECHO =
      """
      use IO::Socket::INET; $| = 1;
      $socket = IO::Socket::INET->new(LocalPort => 7, Proto => 'udp') or die $!;
      print "ready\\n";
      while ($socket->recv($said, 1500)) { $socket->send("heard $said"); }
      """;

  /** Asks the address and port that it is given, and prints the answer of whom it has asked. */
  private static final String ASK =
      """
      use IO::Socket::INET; alarm 3;
      $socket = IO::Socket::INET->new(PeerAddr => shift, PeerPort => shift, Proto => 'udp') or die $!;
      for (1 .. 2) { $socket->send("$_ "); $socket->recv($said, 1500) // die $!; print $said; }
      """;

  /** The same from one port for half a minute, ten times a second. */
  private static final String ASK_ON =
      """
      use IO::Socket::INET; $| = 1;
      $socket = IO::Socket::INET->new(PeerAddr => shift, PeerPort => shift, Proto => 'udp') or die $!;
      $socket->blocking(0);
      for (1 .. 300) {
        $socket->send("$_ ");
        select(undef, undef, undef, 0.1);
        print "$said\n" if defined $socket->recv($said, 1500);
      }
      """;

  private static final String ANSWER = "heard 1 heard 2 ";

  private final int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);

  @TempDir Path directory;
  private PlayedHost host;
  private RunningProcess echo;

  @BeforeEach
  void serve() throws Exception {
    String rootfs = rootfs().toString();
    host = new PlayedHost(directory.resolve("state"));
    host.miniDocker("import", rootfs, "md-debian").exitsWith(0);
    echo = host.starts("-p", port + ":7/udp", "--name", "echo", "md-debian", "perl", "-e", ECHO);
  }

  @AfterEach
  void leaveNothing() throws Exception {
    if (host != null) {
      host.endContainers();
      host.miniDocker("rmi", "md-debian");
      host.end();
    }
  }

  @Test
  void itIsAskedByEveryAddressOfTheHostAndByOtherContainers() throws Exception {
    host.run("perl", "-e", ASK, PlayedHost.ADDRESS, "" + port).prints(ANSWER);
    host.run("perl", "-e", ASK, "127.0.0.1", "" + port).prints(ANSWER);
    host.miniDocker(
            "run",
            "--rm",
            "--network",
            "bridge",
            "md-debian",
            "perl",
            "-e",
            ASK,
            PlayedHost.ADDRESS,
            "" + port)
        .prints(ANSWER);
    String listed = host.miniDocker("port", "echo").exitsWith(0).out();
    assertEquals("7/udp -> 0.0.0.0:" + port + "\n", listed);
    assertNotEquals(0, host.run("perl", "-e", ASK, PlayedHost.ADDRESS, "" + (port + 1)).code());
  }

  /** The kernel remembers whom a flow led to, for as long as it is not silent. */
  @Test
  void whoGoesOnAskingComesToTheNextContainerThatHasThePort() throws Exception {
    RunningProcess client =
        host.begins(
            directory.resolve("answers"),
            List.of("perl", "-e", ASK_ON, PlayedHost.ADDRESS, "" + port));
    awaitAnswer("heard");
    echo.end("TERM");
    Outcome flows = host.run("cat", "/proc/net/nf_conntrack").exitsWith(0);
    boolean remembered = flows.out().matches("(?s).*src=172\\.17\\.0\\.2 [^\n]*sport=7 .*");
    assertFalse(remembered, flows::out); // others may get the address
    host.starts(
        "-p",
        port + ":7/udp",
        "--ip",
        "172.17.0.99",
        "md-debian",
        "perl",
        "-e",
        ECHO.replace("heard $said", "next to @{[$socket->peerhost]}"));
    awaitAnswer("next to " + PlayedHost.ADDRESS); // not to the proxy, which the flow had found
    assertTrue(client.process().isAlive());
  }

  private void awaitAnswer(String answer) throws Exception {
    Path answers = directory.resolve("answers");
    for (int i = 0; i < 100 && !Files.readString(answers).contains(answer); i++) {
      Thread.sleep(50);
    }
    assertTrue(Files.readString(answers).contains(answer), () -> "nobody answers " + answer);
  }

  private static Path rootfs() {
    Optional<String> named =
        Optional.ofNullable(System.getProperty("md.debian.rootfs"))
            .or(() -> Optional.ofNullable(System.getenv("MD_DEBIAN_ROOTFS")));
    Requirements.require(
        named.map(Path::of).filter(Files::isReadable).isPresent(),
        "no tar of a Debian root file system is named by -Dmd.debian.rootfs; .ci/debian-rootfs makes one");
    return Path.of(named.orElseThrow());
  }
}
