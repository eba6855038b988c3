package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.image.archive.ImageWriter;
import dev.minidocker.image.oci.Platform;
import dev.minidocker.image.registry.LayerProgress;
import dev.minidocker.image.registry.Pull;
import dev.minidocker.image.registry.Push;
import dev.minidocker.image.registry.RemoteReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's docker-registry on this machine, and skopeo as somebody else who uses it. */
class DockerRegistryIT {
  private final Random random = new Random();
  private final String repository = Commands.randomName();
  @TempDir Path base;
  private Process registry;
  private int port;
  private ImageStore store;
  private Image image;

  @BeforeEach
  void aRegistryAndAnImageOfTwoLayers() throws Exception {
    Needs.program("docker-registry");
    port = freePort();
    Files.writeString(base.resolve("auth.json"), "{}"); // the default one may belong to root
    Path config = base.resolve("config.yml");
    Files.writeString(
        config,
        "version: 0.1\nstorage: {filesystem: {rootdirectory: "
            + base.resolve("registry")
            + "}}\nhttp: {addr: '127.0.0.1:"
            + port
            + "'}\n");
    registry =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(base.resolve("registry.log").toFile())
            .start();
    awaitPort();
    store = ImageStore.open(base.resolve("ours"));
    image = add();
  }

  @AfterEach
  void end() throws InterruptedException {
    if (registry != null) {
      registry.destroyForcibly().waitFor();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitPort() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        assertTrue(registry.isAlive(), () -> "the registry has ended");
        assertTrue(System.nanoTime() < end, "the registry does not answer");
        Thread.sleep(50);
      }
    }
  }

  private Image add() {
    byte[] lower = Archives.ofFiles(random.nextLong(), 20, 50_000);
    Image first =
        store
            .importRootfs(Archives.stream(lower), repository, ImportOptions.from("a test"))
            .image();
    ImageDraft draft = store.draft(first);
    draft.record("2024-05-06T07:08:09Z", "a test", "", true);
    return store.add(
        draft,
        Optional.of(first),
        Optional.of(Archives.stream(Archives.ofFiles(random.nextLong(), 2, 100))),
        Optional.of(repository + ":2"),
        ImageStore.Listing.LISTED);
  }

  private RemoteReference at(String path) {
    return RemoteReference.parse("127.0.0.1:" + port + "/" + path);
  }

  private static Pull.Pulled pull(RemoteReference reference, ImageStore into) {
    return new Pull(reference, Platform.host(), false, line -> {}).into(into);
  }

  /** Collects what became of each layer. */
  private static Consumer<LayerProgress> ends(List<String> lines) {
    return layer -> {
      if (!layer.isMoving() && !layer.what().equals("Preparing")) {
        lines.add(layer.toString());
      }
    };
  }

  @Test
  void whatIsPushedAndCopiedByOthersIsPulledWithTheSameDigests() {
    Needs.program("skopeo");
    Push.Pushed pushed = new Push(at(repository + ":2"), false, line -> {}).from(store, image);
    String host = "docker://127.0.0.1:" + port + "/";
    Commands.run(
        base,
        "skopeo",
        "copy",
        "--authfile=auth.json",
        "--src-tls-verify=false",
        "--dest-tls-verify=false",
        host + repository + ":2",
        host + "copies/of:it");
    ImageStore empty = ImageStore.open(base.resolve("empty"));
    Pull.Pulled pulled = pull(at("copies/of:it"), empty);
    assertEquals(pushed.digest(), pulled.digest());
    assertTrue(pulled.isNew());
    Image again = pulled.imported().image();
    assertEquals(image.id(), again.id());
    assertEquals(List.of("127.0.0.1:" + port + "/copies/of:it"), again.names());
    for (int i = 0; i < 2; i++) {
      assertEquals(Tree.below(image.layerDirs().get(i)), Tree.below(again.layerDirs().get(i)));
    }
    assertEquals(false, pull(at("copies/of:it"), empty).isNew());
    String byDigest = "copies/of@" + pushed.digest();
    ImageStore another = ImageStore.open(base.resolve("another"));
    assertEquals(image.id(), pull(at(byDigest), another).imported().image().id());
  }

  @Test
  void whatOthersPushIsPulledAndWhatIsThereIsNotSentAgain() throws IOException {
    Needs.program("skopeo");
    String target = "docker://127.0.0.1:" + port + "/theirs:1";
    try (var out = Files.newOutputStream(base.resolve("saved.tar"))) {
      ImageWriter.write(store, Map.of(image, List.of(repository + ":2")), out);
    }
    Commands.run(
        base,
        "skopeo",
        "copy",
        "--authfile=auth.json",
        "--dest-tls-verify=false",
        "docker-archive:saved.tar:" + repository + ":2",
        target);
    ImageStore empty = ImageStore.open(base.resolve("empty"));
    assertEquals(image.id(), pull(at("theirs:1"), empty).imported().image().id());
    List<String> first = new ArrayList<>();
    new Push(at("again:1"), false, ends(first)).from(store, image);
    assertEquals(2, first.size());
    assertTrue(first.stream().allMatch(line -> line.endsWith(": Pushed")), first::toString);
    List<String> second = new ArrayList<>();
    new Push(at("again:1"), false, ends(second)).from(store, image);
    assertTrue(
        second.stream().allMatch(line -> line.endsWith(": Layer already exists")),
        second::toString);
    String said =
        Commands.run(
            base,
            "skopeo",
            "inspect",
            "--authfile=auth.json",
            "--tls-verify=false",
            "--config",
            "--raw",
            "docker://127.0.0.1:" + port + "/again:1");
    assertEquals(image.id(), Digest.of(said.strip().getBytes(StandardCharsets.UTF_8)));
  }
}
