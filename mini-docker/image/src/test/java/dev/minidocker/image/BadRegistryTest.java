package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.minidocker.image.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registries that fail in the ways in which registries fail. */
class BadRegistryTest {
  private final Random random = new Random();
  @TempDir Path base;
  private FakeRegistry registry;

  @BeforeEach
  void aRegistryWithAnImage() throws IOException {
    registry = new FakeRegistry(Archives.ofFiles(random.nextLong(), 5, 50_000));
  }

  @AfterEach
  void end() {
    System.clearProperty("minidocker.patience.seconds");
    registry.close();
  }

  private Image pull(String tag) {
    return FakeRegistry.pull(registry.reference(tag), ImageStore.open(base.resolve("state")));
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
    assertEquals(registry.config, pull("many").id());
  }

  @Test
  void aTruncatedBlobIsResumedWhereItBroke() {
    AtomicInteger times = new AtomicInteger();
    registry.trouble =
        exchange -> {
          if (!registry.isLayer(exchange) || times.getAndIncrement() > 0) {
            return false;
          }
          byte[] whole = registry.content.get(exchange.getRequestURI().getPath());
          byte[] part = Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1));
          FakeRegistry.send(exchange, 200, part, whole.length);
          return true;
        };
    assertEquals(registry.config, pull("latest").id());
    assertEquals(2, times.get());
  }

  @Test
  void aCorruptBlobIsRefusedAndNothingOfItStays() throws IOException {
    byte[] whole = registry.content.get("/v2/some/image/blobs/" + registry.layer);
    byte[] corrupt = whole.clone();
    corrupt[corrupt.length / 2] ^= 1;
    registry.content.put("/v2/some/image/blobs/" + registry.layer, corrupt);
    ImageException e = assertThrows(ImageException.class, () -> pull("latest"));
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    assertEquals(List.of(), ImageStore.open(base.resolve("state")).list());
  }

  @Test
  void anotherConfigThanTheManifestNamesIsRefused() throws IOException {
    byte[] other = registry.content.get("/v2/some/image/blobs/" + registry.config).clone();
    other[5] ^= 1;
    registry.content.put("/v2/some/image/blobs/" + registry.config, other);
    refusesWith("something else");
  }

  @Test
  void whoIsAskedToWaitTriesAgain() {
    AtomicInteger times = new AtomicInteger();
    registry.trouble =
        exchange -> {
          if (times.getAndIncrement() > 1) {
            return false;
          }
          exchange.getResponseHeaders().add("Retry-After", "0");
          FakeRegistry.status(exchange, times.get() == 1 ? 429 : 503);
          return true;
        };
    assertEquals(registry.config, pull("latest").id());
  }

  @Test
  void whatIsNotThereIsSaidToBeMissing() throws IOException {
    registry.content.remove("/v2/some/image/manifests/latest");
    refusesWith("not found");
  }

  @Test
  void aRegistryThatKeepsFailingIsGivenUp() throws IOException {
    registry.trouble =
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "0");
          FakeRegistry.status(exchange, 500);
          return true;
        };
    refusesWith("500");
    assertEquals(5, registry.requests.get());
  }

  @Test
  void aTokenIsFetchedWhereOneIsAskedFor() {
    String token = Commands.randomName();
    registry.trouble =
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          if (path.equals("/token")) {
            byte[] json = Json.write(Map.of("access_token", token));
            FakeRegistry.send(exchange, 200, json, json.length);
            return true;
          } else if (("Bearer " + token)
              .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return false;
          }
          String realm = "http://127.0.0.1:" + registry.port() + "/token";
          exchange
              .getResponseHeaders()
              .add("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"s\"");
          FakeRegistry.status(exchange, 401);
          return true;
        };
    assertEquals(registry.config, pull("latest").id());
  }

  @Test
  void whoMayNotHaveItIsToldSo() throws IOException {
    registry.trouble =
        exchange -> {
          exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
          FakeRegistry.status(exchange, 401);
          return true;
        };
    refusesWith("access denied");
  }

  @Tag("thorough")
  @Test
  void aLayerThatStopsComingIsGivenUp() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    stall(end, registry::isLayer, 1 + random.nextInt(1000));
    refusesWith("sent nothing for 1 seconds");
    end.countDown();
  }

  @Tag("thorough")
  @Test
  void aRegistryThatDoesNotAnswerIsGivenUp() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    stall(end, exchange -> true, 0);
    refusesWith("timed out");
    end.countDown();
  }

  /** Only sends the first bytes of what is asked for. */
  private void stall(CountDownLatch end, Predicate<HttpExchange> which, int bytes) {
    System.setProperty("minidocker.patience.seconds", "1");
    registry.trouble =
        exchange -> {
          if (!which.test(exchange)) {
            return false;
          }
          if (bytes > 0) {
            byte[] whole = registry.content.get(exchange.getRequestURI().getPath());
            FakeRegistry.send(exchange, 200, Arrays.copyOf(whole, bytes), whole.length);
          }
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return true;
        };
  }
}
