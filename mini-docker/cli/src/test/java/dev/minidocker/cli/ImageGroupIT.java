package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.image.ImageStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code image …} and {@code inspect}, with docker's habits; each test in a store of its own. */
class ImageGroupIT {
  private final Random random = new Random();
  private final String name = "md-" + Long.toHexString(random.nextLong() >>> 1);
  @TempDir Path folder;

  private final CommandClient client = new CommandClient(this::inOwnStore);

  @AfterEach
  void end() throws Exception {
    client.end();
  }

  private ProcessBuilder inOwnStore(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("MINI_DOCKER_ROOT", folder.resolve("state").toString());
    return builder;
  }

  /** As a process. */
  private Outcome call(String input, String... args) throws Exception {
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    return CommandLines.finish(inOwnStore(CommandLines.miniDocker(args)).start(), bytes);
  }

  private Outcome image(String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of("image"));
    all.addAll(List.of(args));
    return client.execute(new byte[0], all.toArray(String[]::new));
  }

  /** An image of some bytes; its id. */
  private String make(String reference, int bytes) throws Exception {
    Path tar = folder.resolve("tar");
    String content = "x".repeat(bytes - 20) + String.format("%020d", random.nextInt(1 << 30));
    try (var archive = new ArchiveTricksIT.Archive(Files.newOutputStream(tar), folder)) {
      archive.program("f", content);
    }
    return image("import", tar.toString(), reference).exitsWith(0).out().strip();
  }

  private long layers() throws Exception {
    try (var layers = Files.list(folder.resolve("state/layers"))) {
      return layers.count();
    }
  }

  @Test
  void theLongerNamesDoTheSame() throws Exception {
    String id = make(name + ":1", 100);
    call("", "image", "tag", name + ":1", name + ":2").prints("");
    image("ls", "-q", "--no-trunc").prints(id + "\n");
    image("list", "-q").prints(call("", "images", "-q").exitsWith(0).out());
    Path archive = folder.resolve("saved");
    image("save", "-o", archive.toString(), name + ":1").prints("");
    image("rm", name + ":1").prints("Untagged: " + name + ":1\n");
    image("remove", name + ":2").prints("Untagged: " + name + ":2\nDeleted: " + id + "\n");
    image("load", "-i", archive.toString()).prints("Loaded image: " + name + ":1\n");
    call("", "image", "history", "-q", "--no-trunc", name + ":1").prints(id + "\n");
    image("inspect", "-f", "{{.Id}} {{.RepoTags}} {{.Size}}", name + ":1")
        .prints(id + " [" + name + ":1] 100\n");
    assertTrue(image().exitsWith(0).out().contains("prune"));
    image("isnpect", name).complains(125, "there is no command isnpect; is inspect meant?");
    image("rm").complains(125, "missing", "mini-docker image rm --help");
  }

  @Test
  void whatIsThereIsInspectedAndWhatIsNotIsSaid() throws Exception {
    String id = make(name, 100);
    Outcome both = call("", "inspect", "-f", "{{.Id}}", name + ":none", name);
    assertEquals(id + "\n", both.out());
    both.complains(1, "there is no image " + name + ":none");
    call("", "inspect", name + "x").complains(1, "there is no image");
    call("", "inspect", "-f", "{{.Nothing}}", name).complains(1, "no field Nothing");
  }

  @Test
  void imagesWithoutANameArePruned() throws Exception {
    String first = make(name, 1234);
    make(name, 100); // takes the name away
    call("", "image", "prune").exitsWith(0);
    call("n\n", "image", "prune")
        .prints(
            "WARNING! This will remove all dangling images.\n"
                + "Are you sure you want to continue? [y/N] ");
    assertEquals(2, layers());
    call("y\n", "image", "prune")
        .prints(
            "WARNING! This will remove all dangling images.\n"
                + "Are you sure you want to continue? [y/N] Deleted Images:\ndeleted: "
                + first
                + "\n\nTotal reclaimed space: 1.234kB\n");
    assertEquals(1, layers());
    image("prune", "-f").prints("Total reclaimed space: 0B\n");
    image("inspect", name).exitsWith(0);
  }

  @Test
  void allImagesWithoutAContainerArePruned() throws Exception {
    Requirements.containers();
    Requirements.program("busybox");
    call("", "run", "--name", name, "lab", "true").exitsWith(0);
    String id = make(name, 12_345_678);
    image("prune", "-a", "-f")
        .prints(
            "Deleted Images:\nuntagged: "
                + name
                + ":latest\ndeleted: "
                + id
                + "\n\nTotal reclaimed space: 12.35MB\n");
    image("inspect", "-f", "{{.Os}}", "lab").prints("linux\n");
    call("", "rm", name).exitsWith(0);
    assertTrue(image("prune", "-a", "-f").exitsWith(0).out().contains("untagged: lab:latest\n"));
    assertEquals(0, layers());
  }

  /** What a killed one has left: files that are not complete, a layer and a config unknown. */
  @Test
  void whatWasInterruptedIsPruned() throws Exception {
    make(name, 100);
    Path state = folder.resolve("state");
    Path half = Files.createDirectories(state.resolve("tmp/half/layer/diff"));
    Files.write(half.resolve("f"), new byte[5000]);
    Files.createFile(state.resolve("tmp/half.lock"));
    Path layer = Files.createDirectories(state.resolve("layers").resolve("ab".repeat(32)));
    Files.createFile(layer.resolve("lock"));
    Files.writeString(layer.resolve("size"), "2000");
    Files.writeString(state.resolve("blobs/sha256").resolve("cd".repeat(32)), "{}");
    image("prune", "-f").prints("Total reclaimed space: 7kB\n");
    assertEquals(1, layers());
    try (var tmp = Files.list(state.resolve("tmp"));
        var blobs = Files.list(state.resolve("blobs/sha256"))) {
      assertEquals(List.of(), tmp.toList());
      assertEquals(1, blobs.count());
    }
    assertEquals(1, ImageStore.open(state).list().size());
  }
}
