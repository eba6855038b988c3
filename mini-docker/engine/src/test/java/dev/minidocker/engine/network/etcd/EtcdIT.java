package dev.minidocker.engine.network.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.minidocker.engine.network.NetworkException;
import dev.minidocker.labkit.testing.Requires;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against etcd itself, and etcdctl's view of what it did. */
@Requires(programs = {"etcd", "etcdctl"})
class EtcdIT {
  private static final int ACTS = 200 * Integer.getInteger("thorough", 1);
  private static final int PATIENCE_MILLIS = 20_000;

  @TempDir static Path directory;
  private static Process server;
  private static String url;
  private final ThreadLocalRandom random = ThreadLocalRandom.current();
  private Etcd etcd;

  @BeforeAll
  static void startEtcd() throws Exception {
    url = "http://127.0.0.1:" + freePort();
    String peers = "http://127.0.0.1:" + freePort();
    server =
        new ProcessBuilder(
                ("etcd --data-dir "
                        + directory
                        + (" --listen-client-urls " + url + " --advertise-client-urls " + url)
                        + (" --listen-peer-urls " + peers)
                        + (" --initial-advertise-peer-urls " + peers)
                        + (" --initial-cluster default=" + peers))
                    .split(" ", -1))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (!answers()) {
      assertTrue(System.currentTimeMillis() < end, "etcd does not answer");
      Thread.sleep(100);
    }
  }

  private static boolean answers() {
    try {
      Etcd.at(url).list("/");
      return true;
    } catch (NetworkException e) {
      return false; // not yet
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @AfterAll
  static void endEtcd() throws InterruptedException {
    server.destroy();
    assertTrue(server.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
  }

  @BeforeEach
  void empty() throws Exception {
    etcdctl("del", "--prefix", "/");
    etcd = Etcd.at(url);
  }

  private static List<String> etcdctl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("etcdctl", "--endpoints", url));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("ETCDCTL_API", "3");
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said.lines().toList();
  }

  /** What etcdctl lists, a key and its value on a line each. */
  private static Map<String, String> theirs() throws Exception {
    List<String> lines = etcdctl("get", "--prefix", "/");
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < lines.size(); i += 2) {
      all.put(lines.get(i), lines.get(i + 1));
    }
    return all;
  }

  private Map<String, String> ours() {
    Map<String, String> all = new TreeMap<>();
    etcd.list("/").forEach(entry -> all.put(entry.key(), entry.value()));
    return all;
  }

  @Test
  void transactionsAreDoneWholeOrNotAtAll() throws Exception {
    Map<String, String> model = new TreeMap<>();
    for (int i = 0; i < ACTS; i++) {
      String condition = key();
      String written = key();
      String removed = key() + "/x";
      String value = "ä\"" + random.nextInt() + "/";
      boolean expected = !model.containsKey(condition);
      boolean done =
          etcd.commit(
              List.of(new Condition.Absent(condition)),
              List.of(new Change.Put(written, value), new Change.Delete(removed)));
      assertEquals(expected, done);
      if (done) {
        model.put(written, value);
        model.remove(removed);
      } else {
        etcd.commit(List.of(), List.of(new Change.Delete(condition), new Change.Put(removed, "n")));
        model.remove(condition);
        model.put(removed, "n");
      }
      assertEquals(Optional.ofNullable(model.get(written)), find(written));
    }
    assertEquals(model, ours());
    assertEquals(model, theirs());
  }

  private Optional<String> find(String key) {
    return etcd.find(key).map(Entry::value);
  }

  private String key() {
    return "/k" + random.nextInt(6);
  }

  @Test
  void whoeverTakesAKeyAtTheSameMomentOnlyOneHasIt() {
    AtomicInteger winners = new AtomicInteger();
    IntStream.range(0, 16)
        .parallel()
        .forEach(
            i -> {
              if (etcd.commit(
                  List.of(new Condition.Absent("/one")), List.of(new Change.Put("/one", "" + i)))) {
                winners.incrementAndGet();
              }
            });
    assertEquals(1, winners.get());
  }

  @Test
  void aKeyThatWasWrittenSinceItWasReadIsNotUnchanged() {
    etcd.commit(List.of(), List.of(new Change.Put("/a", "1")));
    Entry read = etcd.find("/a").orElseThrow();
    List<Change> change = List.of(new Change.Put("/b", "2"));
    assertTrue(etcd.commit(List.of(new Condition.Unchanged(read)), change));
    etcd.commit(List.of(), List.of(new Change.Put("/a", "1")));
    assertFalse(etcd.commit(List.of(new Condition.Unchanged(read)), change));
  }

  @Test
  void noneBelowMeansThePrefixAndNothingBesides() {
    etcd.commit(List.of(), List.of(new Change.Put("/a0", ""), new Change.Put("/b", "")));
    List<Change> change = List.of(new Change.Put("/c", ""));
    assertTrue(etcd.commit(List.of(new Condition.NoneBelow("/a/")), change));
    etcd.commit(List.of(), List.of(new Change.Put("/a/z", "")));
    assertFalse(etcd.commit(List.of(new Condition.NoneBelow("/a/")), change));
    assertEquals(List.of("/a/z"), etcd.list("/a/").stream().map(Entry::key).toList());
  }

  @Test
  void whatIsOfALeaseGoesWithIt() throws Exception {
    long lease = etcd.grantLease(60);
    etcd.commit(List.of(), List.of(new Change.Put("/l", "", lease), new Change.Put("/s", "")));
    assertTrue(etcd.keepAlive(lease));
    assertEquals(
        List.of("lease %016x".formatted(lease)),
        etcdctl("lease", "timetolive", Long.toHexString(lease)).stream()
            .map(line -> line.replaceAll(" granted.*", ""))
            .toList());
    etcd.revoke(lease);
    assertEquals(Map.of("/s", ""), theirs());
    assertFalse(etcd.keepAlive(lease));
    etcd.revoke(lease); // which is gone
  }

  @Test
  void aLeaseThatNobodyKeepsAliveEnds() throws Exception {
    long kept = etcd.grantLease(2);
    etcd.commit(
        List.of(),
        List.of(
            new Change.Put("/kept", "", kept), new Change.Put("/left", "", etcd.grantLease(2))));
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (etcd.find("/left").isPresent()) {
      assertTrue(System.currentTimeMillis() < end, "the lease does not end");
      assertTrue(etcd.keepAlive(kept));
      Thread.sleep(200);
    }
    assertEquals(Map.of("/kept", ""), theirs());
  }

  @Test
  void aRefusalIsSaidInOneLine() {
    NetworkException refused =
        assertThrows(
            NetworkException.class,
            () -> etcd.commit(List.of(), List.of(new Change.Put("/l", "", 17))));
    assertTrue(refused.getMessage().contains("requested lease not found"), refused::getMessage);
    assertEquals(1, refused.getMessage().lines().count());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.1:2379",
        "https://h:1",
        "http://",
        "http://h/x",
        "mailto:x",
        "http://a b"
      })
  void whatIsNoAddressIsRefusedBeforeAnythingIsAsked(String text) {
    NetworkException refused = assertThrows(NetworkException.class, () -> Etcd.at(text));
    assertTrue(refused.getMessage().contains("write http://HOST:2379"), refused::getMessage);
  }

  @ParameterizedTest
  @CsvSource({"404,<html>", "200,{}", "200,[]", "200,''", "500,''", "200,{\"header\":{}}"})
  void whatIsNotEtcdIsSaidToBeNone(int code, String body) throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    other.start();
    try {
      Etcd none = Etcd.at("http://127.0.0.1:" + other.getAddress().getPort());
      NetworkException refused =
          assertThrows(NetworkException.class, () -> none.list("/"), () -> code + " " + body);
      assertTrue(refused.getMessage().contains("is not etcd"), refused::getMessage);
      assertEquals(1, refused.getMessage().lines().count());
    } finally {
      other.stop(0);
    }
  }

  @Test
  void whereNobodyAnswersTheAddressIsNamed() throws IOException {
    String nobody = "http://127.0.0.1:" + freePort();
    NetworkException refused =
        assertThrows(NetworkException.class, () -> Etcd.at(nobody).grantLease(1));
    assertTrue(
        refused.getMessage().startsWith("etcd at " + nobody + " does not answer"),
        refused::getMessage);
  }
}
