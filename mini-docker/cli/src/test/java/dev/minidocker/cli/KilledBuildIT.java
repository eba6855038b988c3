package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.image.Image;
import dev.minidocker.image.ImageStore;
import dev.minidocker.linux.proc.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code build} and {@code commit} are killed at random moments. The image that has the name is
 * whole then, be it the old one or the new; the next build works, and nothing else is left.
 */
class KilledBuildIT {
  private static final int KILLS =
      Math.min(5 * Integer.getInteger("thorough", 1), 100) / Integer.getInteger("hurried", 1);

  /** Fails where a part of the files is missing; not every host has a cmp for the image. */
  private static final String COMMAND =
      "CMD data=$(cat /data); [ \"$data\" = \"$(cat /copy)\" ] && [ \"$data\" = \"$(cat data)\" ]"
          + " && grep -q text END";

  private static final List<String> DOCKERFILE =
      List.of(
          "FROM lab",
          "COPY data /data",
          "RUN cp /data /copy",
          "WORKDIR /made/by/workdir",
          "COPY <<END data ./",
          "text",
          "END",
          COMMAND);

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final String name = "md-killed-" + random.nextInt(1 << 30);

  @TempDir Path context;

  @BeforeEach
  void buildOnce() throws Exception {
    Requirements.containers();
    Files.write(context.resolve("Dockerfile"), DOCKERFILE);
    Files.writeString(context.resolve("data"), "first");
    build();
  }

  @AfterEach
  void removeAll() {
    CommandLines.execute("rm", name);
    CommandLines.execute("rmi", name);
    CommandLines.execute("rmi", name + ":committed");
  }

  private void build() {
    CommandLines.execute("build", "-q", "-t", name, context.toString()).exitsWith(0);
  }

  private void check(String image, String message) {
    assertEquals(0, CommandLines.execute("run", "--rm", image).code(), message);
  }

  @Test
  void aKilledBuildIsNotSeen() throws Exception {
    Snapshot before = Snapshot.take();
    Set<String> files = filesOfTheState();
    for (int i = 0; i < KILLS; i++) {
      Files.writeString(context.resolve("data"), "x".repeat(random.nextInt(1 << 20)) + i);
      kill("build", "-q", "-t", name, context.toString());
      String message = "seed " + seed + ", kill " + i;
      check(name, message);
      if (random.nextBoolean()) {
        CommandLines.execute("image", "prune", "-f").exitsWith(0);
        assertOnlyImagesAreThere(message);
      }
      build();
      check(name, message);
      assertEquals(files, filesOfTheState(), message);
    }
    before.assertNothingLeaked();
  }

  @Test
  void aKilledCommitIsNotSeen() throws Exception {
    String change = "head -c 3000000 /dev/urandom > /data; cp /data /copy; cp /data ./data";
    CommandLines.execute("run", "--name", name, name, "sh", "-c", change).exitsWith(0);
    Snapshot before = Snapshot.take();
    Set<String> files = filesOfTheState();
    String committed = name + ":committed";
    for (int i = 0; i < KILLS; i++) {
      kill("commit", "-c", COMMAND, name, committed);
      String message = "seed " + seed + ", kill " + i;
      if (CommandLines.execute("history", committed).code() == 0) {
        check(committed, message); // it had done its work before it was killed
      }
      CommandLines.execute("commit", "-c", COMMAND, name, committed).exitsWith(0);
      check(committed, message);
      CommandLines.execute("rmi", committed).exitsWith(0);
      assertEquals(files, filesOfTheState(), message);
    }
    CommandLines.execute("image", "prune", "-f").exitsWith(0);
    assertOnlyImagesAreThere("seed " + seed);
    before.assertNothingLeaked();
  }

  /** The store has the layers of the images that it lists, and no others. */
  private static void assertOnlyImagesAreThere(String message) throws IOException {
    ImageStore store = ImageStore.open(CommandLines.STATE);
    Set<String> layers = new TreeSet<>();
    for (Image image : store.list()) {
      image.layerDirs().forEach(files -> layers.add(files.getParent().toString()));
    }
    Set<String> configs = new TreeSet<>();
    store.list(true).forEach(image -> configs.add(image.id().hex()));
    assertEquals(layers, entries("layers", Path::toString), message);
    assertEquals(configs, entries("blobs/sha256", path -> path.getFileName().toString()), message);
    assertEquals(Set.of(), entries("tmp", Path::toString), message);
  }

  private static Set<String> entries(String directory, Function<Path, String> shown)
      throws IOException {
    try (Stream<Path> entries = Files.list(CommandLines.STATE.resolve(directory))) {
      return entries.map(shown).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private void kill(String... command) throws Exception {
    Process process =
        new ProcessBuilder(CommandLines.miniDocker(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    int millis = 150 + random.nextInt(1500);
    process.waitFor(millis, TimeUnit.MILLISECONDS);
    List<ProcessHandle> container = process.descendants().toList();
    process.destroyForcibly().waitFor();
    for (ProcessHandle started : container) {
      started.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  /** What is not kept by content. */
  private static Set<String> filesOfTheState() throws IOException {
    Set<String> files = new TreeSet<>();
    for (String directory : List.of("", "containers", "names", "tmp")) {
      Path place = CommandLines.STATE.resolve(directory);
      if (Files.isDirectory(place)) {
        try (Stream<Path> entries = Files.list(place)) {
          entries.forEach(entry -> files.add(entry.toString()));
        }
      }
    }
    assertTrue(files.size() > 3, files::toString);
    return files;
  }
}
