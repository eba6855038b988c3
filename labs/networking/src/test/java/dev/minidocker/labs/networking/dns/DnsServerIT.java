package dev.minidocker.labs.networking.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.testing.Requires;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** dig(1), which nobody here wrote, asks. */
@Requires(programs = "dig")
class DnsServerIT {
  private final String one = "c" + ThreadLocalRandom.current().nextInt(1 << 20);
  private final String shared = "s" + ThreadLocalRandom.current().nextInt(1 << 20);
  private final Map<String, List<String>> names = new TreeMap<>();

  private NameTable table() {
    return new NameTable() {
      @Override
      public List<InetAddress> addresses(String name) {
        return names.getOrDefault(name, List.of()).stream().map(DnsServerIT::address).toList();
      }

      @Override
      public Optional<String> name(InetAddress address) {
        return names.entrySet().stream()
            .filter(entry -> entry.getValue().contains(address.getHostAddress()))
            .map(entry -> entry.getKey() + ".net")
            .findFirst();
      }
    };
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Sockets sockets() throws IOException {
    return Sockets.open(address("127.0.0.11"));
  }

  /** Only what was asked for. */
  private static List<String> dig(int port, String... more) throws Exception {
    List<String> options = new ArrayList<>(List.of("+short"));
    options.addAll(List.of(more));
    return whole(port, options.toArray(String[]::new));
  }

  private static List<String> whole(int port, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("dig", "@127.0.0.11", "-p", "" + port, "+tries=1", "+time=6"));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.lines().toList();
  }

  @Test
  void aNameIsItsAddressesByUdpAndByTcp() throws Exception {
    names.put(one, List.of("10.9.8.7", "fd00:0:0:0:0:0:0:7"));
    try (DnsServer server = DnsServer.start(sockets(), table(), List.of())) {
      assertEquals(List.of("10.9.8.7"), dig(server.udpPort(), one));
      assertEquals(List.of("10.9.8.7"), dig(server.udpPort(), one.toUpperCase(Locale.ROOT) + "."));
      assertEquals(List.of("fd00::7"), dig(server.udpPort(), one, "AAAA"));
      assertEquals(List.of("10.9.8.7"), dig(server.tcpPort(), "+tcp", one));
      assertEquals(List.of(), dig(server.udpPort(), one, "MX"));
      assertEquals(List.of(one + ".net."), dig(server.udpPort(), "-x", "10.9.8.7"));
      assertEquals(List.of(one + ".net."), dig(server.udpPort(), "-x", "fd00::7"));
    }
  }

  @Test
  void anAliasOfSeveralIsEachOfThemInTurn() throws Exception {
    names.put(shared, List.of("10.0.0.1", "10.0.0.2", "10.0.0.3"));
    Set<String> first = new HashSet<>();
    try (DnsServer server = DnsServer.start(sockets(), table(), List.of())) {
      for (int i = 0; i < 30; i++) {
        List<String> answer = dig(server.udpPort(), shared);
        assertEquals(Set.of("10.0.0.1", "10.0.0.2", "10.0.0.3"), Set.copyOf(answer));
        first.add(answer.get(0));
      }
    }
    assertTrue(first.size() > 1, first::toString);
  }

  @Test
  void whatDoesNotFitIsAskedAgainByTcp() throws Exception {
    List<String> many = new ArrayList<>();
    for (int i = 1; i < 200; i++) {
      many.add("10.0.1." + i);
    }
    names.put(shared, many);
    try (DnsServer server = DnsServer.start(sockets(), table(), List.of())) {
      String truncated = String.join("\n", whole(server.udpPort(), "+noedns", "+ignore", shared));
      assertTrue(truncated.contains("flags: qr tc"), truncated);
      assertEquals(199, dig(server.tcpPort(), "+tcp", shared).size());
    }
  }

  /** Of the three servers, the first is dead, the second answers, and is a server like this one. */
  @Test
  void whoIsNotKnownHereIsAskedOfTheHostsServers() throws Exception {
    names.put(shared, List.of("10.7.7.7"));
    NameTable nobody =
        new NameTable() {
          @Override
          public List<InetAddress> addresses(String name) {
            return List.of();
          }

          @Override
          public Optional<String> name(InetAddress address) {
            return Optional.empty();
          }
        };
    try (DnsServer upstream = DnsServer.start(sockets(), table(), List.of());
        DnsServer server =
            DnsServer.start(
                sockets(),
                nobody,
                List.of(
                    new InetSocketAddress("127.0.0.12", 1),
                    new InetSocketAddress("127.0.0.11", upstream.udpPort())))) {
      assertEquals(List.of("10.7.7.7"), dig(server.udpPort(), shared));
      String failed = String.join("\n", whole(server.udpPort(), "x" + shared));
      assertTrue(failed.contains("status: SERVFAIL"), failed);
    }
  }

  private static final NameTable SILENT_TO_OTHERS =
      new NameTable() {
        @Override
        public List<InetAddress> addresses(String name) {
          return List.of();
        }

        @Override
        public Optional<String> name(InetAddress address) {
          return Optional.of("a".repeat(64) + ".net");
        }

        @Override
        public boolean othersAreAsked() {
          return false;
        }
      };

  @Test
  void whoReachesNobodyOutsideAsksNobodyThere() throws Exception {
    names.put(shared, List.of("10.7.7.7"));
    try (DnsServer outside = DnsServer.start(sockets(), table(), List.of());
        DnsServer server =
            DnsServer.start(
                sockets(),
                SILENT_TO_OTHERS,
                List.of(new InetSocketAddress("127.0.0.11", outside.udpPort())))) {
      String refused = String.join("\n", whole(server.udpPort(), shared));
      assertTrue(refused.contains("status: REFUSED"), refused);
      String pointer = String.join("\n", whole(server.udpPort(), "-x", "10.9.8.7"));
      assertTrue(pointer.contains("status: NXDOMAIN"), pointer); // 64 letters are one too many
    }
  }

  /** Whoever is asked there takes questions, and answers none. */
  @Test
  void whatIsKnownIsAnsweredWhileOthersAreSilent() throws Exception {
    names.put(one, List.of("10.9.8.7"));
    List<Socket> idle = new ArrayList<>();
    try (DatagramSocket silent = new DatagramSocket(0, address("127.0.0.11"));
        DnsServer server =
            DnsServer.start(
                sockets(),
                table(),
                List.of(new InetSocketAddress("127.0.0.11", silent.getLocalPort())));
        DatagramSocket client = new DatagramSocket()) {
      for (int i = 0; i < 100; i++) {
        client.send(query("other" + i + ".", server));
        idle.add(new Socket(address("127.0.0.11"), server.tcpPort()));
      }
      assertEquals(List.of("10.9.8.7"), dig(server.udpPort(), one));
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  private static void awaitEnd(CountDownLatch over) {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is closed
    }
  }

  private static DatagramPacket query(String name, DnsServer server) throws IOException {
    byte[] query =
        Message.newQuery(Record.newRecord(Name.fromString(name), Type.A, DClass.IN)).toWire();
    return new DatagramPacket(query, query.length, address("127.0.0.11"), server.udpPort());
  }

  /** Each that the server has is kept by a name that takes as long as this test. */
  @Test
  void whatIsKnownIsAnsweredWhileAllWorkersAreBusy() throws Exception {
    names.put(one, List.of("10.9.8.7"));
    CountDownLatch kept = new CountDownLatch(DnsServer.MOST_AT_ONCE);
    CountDownLatch over = new CountDownLatch(1);
    NameTable slow =
        new NameTable() {
          @Override
          public List<InetAddress> addresses(String name) {
            if (name.equals(shared)) {
              kept.countDown();
              awaitEnd(over);
            }
            return table().addresses(name);
          }

          @Override
          public Optional<String> name(InetAddress address) {
            return table().name(address);
          }
        };
    try (DnsServer server = DnsServer.start(sockets(), slow, List.of());
        DatagramSocket client = new DatagramSocket()) {
      for (int i = 0; i < DnsServer.MOST_AT_ONCE; i++) {
        client.send(query(shared + ".", server));
      }
      kept.await();
      assertEquals(List.of("10.9.8.7"), dig(server.udpPort(), one));
      String other = String.join("\n", whole(server.udpPort(), "other." + one));
      assertTrue(other.contains("status: SERVFAIL"), other);
    } finally {
      over.countDown();
    }
  }

  /** So much noise at once may leave no room for a query, which dig says and asks again. */
  @Test
  void whatIsNoQueryIsNotAnsweredOrRefused() throws Exception {
    names.put(one, List.of("10.9.8.7"));
    try (DnsServer server = DnsServer.start(sockets(), table(), List.of());
        DatagramSocket client = new DatagramSocket()) {
      client.setSoTimeout(5000);
      java.util.Random random = new java.util.Random();
      for (int i = 0; i < 2000; i++) {
        byte[] noise = new byte[random.nextInt(100)];
        random.nextBytes(noise);
        client.send(
            new DatagramPacket(noise, noise.length, address("127.0.0.11"), server.udpPort()));
      }
      List<String> said = dig(server.udpPort(), "+tries=3", one);
      assertEquals(
          List.of("10.9.8.7"), said.stream().filter(line -> !line.startsWith(";;")).toList());
    }
  }
}
