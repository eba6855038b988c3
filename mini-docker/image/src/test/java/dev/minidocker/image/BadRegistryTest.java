package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.minidocker.image.json.Json;
import dev.minidocker.image.oci.Platform;
import dev.minidocker.image.registry.Pull;
import dev.minidocker.image.registry.RemoteReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registries that fail in the ways in which registries fail. */
class BadRegistryTest {
  private final Random random = new Random();
  private final Map<String, byte[]> content = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  @TempDir Path base;
  private HttpServer server;
  private volatile Trouble trouble = exchange -> false;
  private Digest config;
  private Digest layer;

  /** Whether the request has been dealt with. */
  private interface Trouble {
    boolean with(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void aRegistryWithAnImage() throws IOException {
    byte[] tar = Archives.ofFiles(random.nextLong(), 5, 50_000);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(tar);
    }
    layer = put("/blobs/", compressed.toByteArray());
    byte[] json =
        Json.write(
            Map.of(
                "architecture",
                ImageConfig.hostArchitecture(),
                "os",
                "linux",
                "rootfs",
                Map.of("type", "layers", "diff_ids", List.of(Digest.of(tar)))));
    config = put("/blobs/", json);
    Map<String, Object> manifest =
        Map.of(
            "schemaVersion",
            2,
            "config",
            Map.of("digest", config, "size", json.length),
            "layers",
            List.of(Map.of("digest", layer, "size", compressed.size())));
    content.put("/v2/some/image/manifests/latest", Json.write(manifest));
    Digest digest = put("/manifests/", Json.write(manifest));
    content.put("/v2/some/image/manifests/many", Json.write(index(digest)));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private Digest put(String kind, byte[] bytes) {
    content.put("/v2/some/image" + kind + Digest.of(bytes), bytes);
    return Digest.of(bytes);
  }

  private static Map<String, Object> index(Digest digest) {
    String here = ImageConfig.hostArchitecture();
    Digest other = Digest.of(new byte[0]);
    return Map.of(
        "manifests",
        List.of(
            Map.of("digest", other, "platform", Map.of("os", "linux", "architecture", "s390x")),
            Map.of("digest", digest, "platform", Map.of("os", "linux", "architecture", here))));
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      if (trouble.with(exchange)) {
        return;
      }
      byte[] body = content.get(exchange.getRequestURI().getPath());
      String range = exchange.getRequestHeaders().getFirst("Range");
      if (body == null) {
        status(exchange, 404);
      } else if (range != null) {
        int from = Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
        send(exchange, 206, Arrays.copyOfRange(body, from, body.length), body.length - from);
      } else {
        send(exchange, 200, body, body.length);
      }
    }
  }

  private static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  private static void send(HttpExchange exchange, int status, byte[] body, long announced)
      throws IOException {
    exchange.sendResponseHeaders(status, announced);
    OutputStream out = exchange.getResponseBody();
    out.write(body);
    out.flush();
  }

  private Image pull(String tag) {
    String name = "127.0.0.1:" + server.getAddress().getPort() + "/some/image:" + tag;
    ImageStore store = ImageStore.open(base.resolve("state"));
    return new Pull(RemoteReference.parse(name), Platform.host(), false, line -> {})
        .into(store)
        .imported()
        .image();
  }

  private boolean isLayer(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().endsWith(layer.toString());
  }

  private void refusesWith(String expected) throws IOException {
    ImageException e = assertThrows(ImageException.class, () -> pull("latest"));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
    assertEquals(List.of(), ImageStore.open(base.resolve("state")).list());
    for (String directory : List.of("layers", "tmp")) {
      if (Files.exists(base.resolve("state").resolve(directory))) {
        try (Stream<Path> left = Files.list(base.resolve("state").resolve(directory))) {
          assertEquals(List.of(), left.toList());
        }
      }
    }
  }

  @Test
  void theImageOfAnIndexIsTheOneForThisMachine() {
    assertEquals(config, pull("many").id());
  }

  @Test
  void aTruncatedBlobIsResumedWhereItBroke() {
    AtomicInteger times = new AtomicInteger();
    trouble =
        exchange -> {
          if (!isLayer(exchange) || times.getAndIncrement() > 0) {
            return false;
          }
          byte[] whole = content.get(exchange.getRequestURI().getPath());
          byte[] part = Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));
          send(exchange, 200, part, whole.length);
          return true;
        };
    assertEquals(config, pull("latest").id());
    assertEquals(2, times.get());
  }

  @Test
  void aCorruptBlobIsRefusedAndNothingOfItStays() throws IOException {
    byte[] whole = content.get("/v2/some/image/blobs/" + layer);
    byte[] corrupt = whole.clone();
    corrupt[corrupt.length / 2] ^= 1;
    content.put("/v2/some/image/blobs/" + layer, corrupt);
    ImageException e = assertThrows(ImageException.class, () -> pull("latest"));
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    assertEquals(List.of(), ImageStore.open(base.resolve("state")).list());
  }

  @Test
  void anotherConfigThanTheManifestNamesIsRefused() throws IOException {
    byte[] other = content.get("/v2/some/image/blobs/" + config).clone();
    other[5] ^= 1;
    content.put("/v2/some/image/blobs/" + config, other);
    refusesWith("something else");
  }

  @Test
  void whoIsAskedToWaitTriesAgain() {
    AtomicInteger times = new AtomicInteger();
    trouble =
        exchange -> {
          if (times.getAndIncrement() > 1) {
            return false;
          }
          exchange.getResponseHeaders().add("Retry-After", "0");
          status(exchange, times.get() == 1 ? 429 : 503);
          return true;
        };
    assertEquals(config, pull("latest").id());
  }

  @Test
  void whatIsNotThereIsSaidToBeMissing() throws IOException {
    content.remove("/v2/some/image/manifests/latest");
    refusesWith("not found");
  }

  @Test
  void aRegistryThatKeepsFailingIsGivenUp() throws IOException {
    trouble =
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "0");
          status(exchange, 500);
          return true;
        };
    refusesWith("500");
    assertEquals(5, requests.get());
  }

  @Test
  void aTokenIsFetchedWhereOneIsAskedFor() {
    String token = Commands.randomName();
    trouble =
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          if (path.equals("/token")) {
            byte[] json = Json.write(Map.of("access_token", token));
            send(exchange, 200, json, json.length);
            return true;
          } else if (("Bearer " + token)
              .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return false;
          }
          String realm = "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
          exchange
              .getResponseHeaders()
              .add("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"s\"");
          status(exchange, 401);
          return true;
        };
    assertEquals(config, pull("latest").id());
  }

  @Test
  void whoMayNotHaveItIsToldSo() throws IOException {
    trouble =
        exchange -> {
          exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
          status(exchange, 401);
          return true;
        };
    refusesWith("access denied");
  }
}
