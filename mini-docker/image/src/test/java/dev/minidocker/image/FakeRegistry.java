package dev.minidocker.image;

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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** A registry on the loopback device with an image of one layer, which fails as a test wants. */
final class FakeRegistry implements AutoCloseable {
  final Map<String, byte[]> content = new ConcurrentHashMap<>();
  final AtomicInteger requests = new AtomicInteger();
  final Digest config;
  final Digest layer;
  volatile Trouble trouble = exchange -> false;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  /** Whether the request has been dealt with. */
  interface Trouble {
    boolean with(HttpExchange exchange) throws IOException;
  }

  /**
   * @param tar of the layer, which is sent compressed
   */
  FakeRegistry(byte[] tar) throws IOException {
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
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** The name by which the image is pulled. */
  String reference(String tag) {
    return "127.0.0.1:" + port() + "/some/image:" + tag;
  }

  static Image pull(String reference, ImageStore into) {
    return new Pull(RemoteReference.parse(reference), Platform.host(), false, line -> {})
        .into(into)
        .imported()
        .image();
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

  static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  static void send(HttpExchange exchange, int status, byte[] body, long announced)
      throws IOException {
    exchange.sendResponseHeaders(status, announced);
    OutputStream out = exchange.getResponseBody();
    out.write(body);
    out.flush();
  }

  boolean isLayer(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().endsWith(layer.toString());
  }
}
