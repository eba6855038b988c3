package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.testing.Requires;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ports of the host that lead to containers of an ordinary user, whom no rule of the host serves.
 */
@Requires(programs = {"setpriv", "nsenter", "perl", "busybox"})
class RootlessPortsIT {
  private static final Path UNPRIVILEGED = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");

  /** More than a batch of sockets. */
  private static final int CONNECTIONS = 40;

  private static final int BYTES = 3_000_000;
  private static final int CLIENTS = 400;

  private final int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);

  @TempDir Path folder;
  private OrdinaryUser user;

  @BeforeEach
  void somebody() throws Exception {
    Requirements.userNamespaces();
    user = new OrdinaryUser(folder, List.of());
  }

  @AfterEach
  void leaveNothing() throws Exception {
    user.end();
  }

  private static final String ECHO =
      """
      use IO::Socket::INET; $| = 1;
      $socket = IO::Socket::INET->new(LocalPort => 7, Proto => 'udp') or die $!;
      print "ready\\n";
      while ($socket->recv($said, 1500)) { $socket->send("heard $said"); }
      """;

  private Socket connected(int to) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to), 3000);
    socket.setSoTimeout(10_000);
    return socket;
  }

  @Test
  void connectionsPassBothWaysWhole() throws Exception {
    String server = "nc -ll -p 7 -e cat & sleep 1; echo ready; sleep 60";
    user.starts("-p", "127.0.0.1:" + port + ":7", "lab", "sh", "-c", server);
    for (int i = 0; i < CONNECTIONS; i++) {
      byte[] said = new byte[BYTES / (i == 0 ? 1 : BYTES / 100)];
      new Random(i).nextBytes(said);
      try (Socket socket = connected(port)) {
        Thread writer = new Thread(() -> write(socket, said));
        writer.start();
        byte[] heard = socket.getInputStream().readAllBytes();
        writer.join();
        assertEquals(digest(said), digest(heard), heard.length + " bytes");
      }
    }
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String digest(byte[] bytes) throws Exception {
    return Arrays.toString(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void datagramsPassAndAnswersFindBack() throws Exception {
    List<String> command = new ArrayList<>(List.of("-p", "127.0.0.1:" + port + ":7/udp"));
    for (String directory : List.of("/usr", "/lib", "/lib64")) { // the host's Perl
      command.addAll(List.of("-v", directory + ":" + directory + ":ro"));
    }
    command.addAll(List.of("lab", "/usr/bin/perl", "-e", ECHO));
    Process container = user.starts(command.toArray(String[]::new));
    for (int i = 0; i < CLIENTS; i++) {
      String said = "client " + i;
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.setSoTimeout(5000);
        byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
        InetAddress host = InetAddress.getLoopbackAddress();
        socket.send(new DatagramPacket(bytes, bytes.length, host, port));
        DatagramPacket answer = new DatagramPacket(new byte[100], 100);
        socket.receive(answer);
        assertEquals(
            "heard " + said,
            new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8));
      }
    }
    try (Stream<Path> threads = Files.list(Path.of("/proc", "" + container.pid(), "task"))) {
      assertTrue(threads.count() < CLIENTS, "every client that ever came has a thread");
    }
  }

  @Test
  void thePortIsListedAndGoesWithTheContainer() throws Exception {
    user.starts("--name", "web", "-p", port + ":80", "lab", "sh", "-c", "echo ready; sleep 60");
    user.miniDocker("port", "web").prints("80/tcp -> 0.0.0.0:" + port + "\n");
    user.miniDocker("run", "--rm", "-p", port + ":80", "lab", "true")
        .complains(125, "port " + port, "in use");
    try (Socket socket = connected(port)) {
      assertEquals(-1, socket.getInputStream().read(), "nobody listens in the container");
    }
    user.endContainers();
    assertThrows(IOException.class, () -> connected(port).close());
  }

  @Test
  void aPortOfRootsIsRefused() throws Exception {
    int first = Integer.parseInt(Files.readAllLines(UNPRIVILEGED).get(0).strip());
    Assumptions.assumeTrue(first > 1, "every user may have every port here");
    int rootsOwn = first - 1;
    Outcome outcome = user.miniDocker("run", "--rm", "-p", rootsOwn + ":80", "lab", "true");
    outcome.complains(125, "-p " + rootsOwn, "ip_unprivileged_port_start", "-p 8");
    assertTrue(outcome.err().contains("below " + first), outcome.err());
  }
}
