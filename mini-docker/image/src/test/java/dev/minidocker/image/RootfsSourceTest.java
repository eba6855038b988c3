package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives from files, from standard input and from a web server that may do anything. */
class RootfsSourceTest {
  private final byte[] archive = Archives.ofFiles(new Random().nextLong(), 3, 20_000);
  private final String path = "/" + Commands.randomName();
  private HttpServer server;

  @TempDir Path folder;

  /** What the server does with a request. */
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aFileAndStandardInputAreReadAsTheyAre() throws IOException {
    Path file = Files.write(folder.resolve("a.tar"), archive);
    assertArrayEquals(archive, bytesOf(file.toString(), InputStream.nullInputStream()));
    assertArrayEquals(archive, bytesOf("-", Archives.stream(archive)));
  }

  @Test
  void whatTheServerSendsIsRead() throws IOException {
    String url = serving(exchange -> send(exchange, 200, archive, archive.length));
    assertArrayEquals(archive, bytesOf(url, InputStream.nullInputStream()));
  }

  @Test
  void redirectionsAreFollowed() throws IOException {
    serving(exchange -> send(exchange, 200, archive, archive.length));
    String url = redirecting("/moved", path);
    assertArrayEquals(archive, bytesOf(url, InputStream.nullInputStream()));
  }

  @Test
  void redirectionsInACircleAreRefused() {
    refusedWith("the server answers 30", redirecting("/circle", "/circle"));
  }

  /** A file of this machine is not the server's to name. */
  @Test
  void aRedirectionToAFileIsRefused() throws IOException {
    Path file = Files.write(folder.resolve("a.tar"), archive);
    refusedWith("the server answers 302", redirecting("/file", file.toUri().toString()));
  }

  @Test
  void anAnswerThatIsNoArchiveIsRefusedInOneLine() {
    byte[] page = "<html>no such page</html>".getBytes(StandardCharsets.UTF_8);
    String url = serving(exchange -> send(exchange, 404, page, page.length));
    refusedWith("the server answers 404", url);
    server.removeContext(path);
    serving(exchange -> send(exchange, 200, page, page.length));
    refusedWith("a web page", url);
    server.removeContext(path);
    serving(exchange -> send(exchange, 200, new byte[0], -1));
    refusedWith("empty", url);
  }

  @Test
  void aBodyThatIsCutIsRefusedAndLeavesNothing() {
    for (int length : List.of(1, 600, 5_000, archive.length - 1)) {
      byte[] part = Arrays.copyOf(archive, length);
      String url = serving(exchange -> send(exchange, 200, part, archive.length));
      refusedWith(url + " broke off", url);
      server.removeContext(path);
    }
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    String url = serving(exchange -> {});
    server.stop(0);
    refusedWith(url, url);
    refusedWith("cannot fetch", "http://" + Commands.randomName() + ".invalid/a.tar");
    refusedWith("cannot fetch", "http:///a.tar");
    refusedWith("cannot fetch", "http://[a.tar");
  }

  private String serving(Answer answer) {
    server.createContext(path, answer::to);
    return url(path);
  }

  private String redirecting(String from, String to) {
    server.createContext(
        from,
        exchange -> {
          exchange.getResponseHeaders().add("Location", to);
          send(exchange, 302, new byte[0], -1);
        });
    return url(from);
  }

  private String url(String of) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + of;
  }

  /** Sends these bytes, having promised so many. */
  private static void send(HttpExchange exchange, int status, byte[] body, long promised)
      throws IOException {
    exchange.sendResponseHeaders(status, promised);
    exchange.getResponseBody().write(body);
    exchange.getResponseBody().flush();
    exchange.close();
  }

  private static byte[] bytesOf(String source, InputStream standardInput) throws IOException {
    try (InputStream in = RootfsSource.open(source, standardInput)) {
      return in.readAllBytes();
    }
  }

  private void refusedWith(String part, String source) {
    ImageStore store = ImageStore.open(folder.resolve("store"));
    ImageException refusal = assertThrows(ImageException.class, () -> importFrom(source, store));
    assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
    assertFalse(refusal.getMessage().contains("null"), refusal.getMessage());
    assertEquals(List.of(), store.list());
  }

  private static void importFrom(String source, ImageStore store) throws IOException {
    try (InputStream in = RootfsSource.open(source, InputStream.nullInputStream())) {
      store.importRootfs(in, "refused", ImportOptions.from(source));
    }
  }
}
