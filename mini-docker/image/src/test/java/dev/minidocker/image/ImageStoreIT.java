package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store against other processes: killed ones, concurrent ones, and a full disk. */
class ImageStoreIT {
  private static final int FILES = 150;
  private static final int BYTES = 3000;

  @TempDir Path base;

  @Test
  void aStoreWhoseUserIsKilledAtAnyMomentIsAcceptedByTheNext() throws Exception {
    Random random = new Random();
    Path root = base.resolve("store");
    Map<String, Set<String>> contents = expectedContents();
    for (int kill = 0; kill < Commands.times(20); kill++) {
      Process child =
          new ProcessBuilder(ImportingChild.command(root, 1_000_000, FILES, BYTES))
              .redirectErrorStream(true)
              .start();
      assertEquals('r', child.getInputStream().read());
      Thread.sleep(random.nextInt(400));
      child.destroyForcibly().waitFor();
      ImageStore store = ImageStore.open(root);
      for (Image image : store.list()) {
        String name = image.names().isEmpty() ? "" : image.names().get(0);
        Set<String> found = contentOf(image.layerDirs().get(0));
        assertTrue(
            name.isEmpty() ? contents.containsValue(found) : found.equals(contents.get(name)),
            "the layer of " + image + " is not what was imported");
      }
    }
    ImageStore store = ImageStore.open(root);
    byte[] tar = Archives.ofFiles(99, 1, 1);
    store.importRootfs(Archives.stream(tar), "last", ImportOptions.from("a test"));
    for (Image image : store.list()) {
      store.remove(image.id().toString());
    }
    assertEquals(List.of(), filesIn(root, "tmp", "layers", "blobs/sha256"));
  }

  private Map<String, Set<String>> expectedContents() throws IOException {
    Map<String, Set<String>> contents = new HashMap<>();
    for (int seed = 0; seed < 4; seed++) {
      Path directory = Files.createDirectory(base.resolve("expected" + seed));
      Path tar = Files.write(base.resolve(seed + ".tar"), Archives.ofFiles(seed, FILES, BYTES));
      Needs.program("tar");
      Commands.run(base, "tar", "-x", "-C", directory.toString(), "-f", tar.toString());
      contents.put("i" + seed + ":latest", contentOf(directory));
    }
    return contents;
  }

  private static Set<String> contentOf(Path directory) throws IOException {
    Set<String> content = new HashSet<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        content.add(directory.relativize(path) + " " + Digest.of(Files.readAllBytes(path)));
      }
    }
    return content;
  }

  private static List<Path> filesIn(Path root, String... directories) {
    return Arrays.stream(directories)
        .flatMap(directory -> Stream.of(root.resolve(directory).toFile().listFiles()))
        .map(file -> file.toPath())
        .toList();
  }

  @Test
  void processesThatImportAndRemoveAtTheSameTimeDoNotDisturbEachOther() throws Exception {
    Path root = base.resolve("store");
    List<Process> children = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Path log = base.resolve("log" + i);
      children.add(
          new ProcessBuilder(ImportingChild.command(root, 15, 20, 500))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start());
    }
    for (int i = 0; i < children.size(); i++) {
      assertEquals(0, children.get(i).waitFor());
      assertEquals(List.of("ready"), Files.readAllLines(base.resolve("log" + i)));
    }
    ImageStore store = ImageStore.open(root);
    for (Image image : store.list()) {
      assertEquals(20, contentOf(image.layerDirs().get(0)).size());
    }
    assertEquals(List.of(), filesIn(root, "tmp"));
  }

  @Test
  void aFullDiskEndsTheImportInOneLineAndLeavesNothing() throws Exception {
    Needs.program("unshare");
    boolean root = Needs.root();
    String unshare = root ? "unshare -m" : "unshare -r -m";
    Path disk = Files.createDirectory(base.resolve("disk"));
    Needs.that(canMountIn(unshare, disk), "a mount namespace of its own (" + unshare + ")");
    List<String> child = ImportingChild.command(disk.resolve("store"), 50, 40, 100_000);
    String script =
        "mount -t tmpfs -o size=2m none "
            + disk
            + " && \"$@\" && find "
            + disk.resolve("store/tmp")
            + " "
            + disk.resolve("store/layers");
    List<String> command = new ArrayList<>(Arrays.asList(unshare.split(" ")));
    command.addAll(List.of("sh", "-c", script, "sh"));
    command.addAll(child);
    List<String> lines = Commands.run(base, command).lines().toList();
    assertEquals("ready", lines.get(0));
    assertTrue(lines.get(1).startsWith("refused: no space left for the image in"), lines.get(1));
    assertEquals(
        List.of(disk.resolve("store/tmp").toString(), disk.resolve("store/layers").toString()),
        lines.subList(2, lines.size()));
  }

  private static boolean canMountIn(String unshare, Path disk) throws Exception {
    String script = unshare + " mount -t tmpfs none " + disk;
    return new ProcessBuilder("sh", "-c", script).start().waitFor() == 0;
  }
}
