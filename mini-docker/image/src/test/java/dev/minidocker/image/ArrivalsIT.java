package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.image.archive.ImageWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that come from a registry or an archive, where not all goes well. */
class ArrivalsIT {
  private static final int FILES = 60;
  private static final int BYTES = 100_000;

  private final Random random = new Random();
  @TempDir Path base;
  private FakeRegistry registry;
  private Path archive;

  @BeforeEach
  void anImageInARegistryAndInAnArchive() throws IOException {
    byte[] tar = Archives.ofFiles(random.nextLong(), FILES, BYTES);
    registry = new FakeRegistry(tar);
    archive = archive(tar);
  }

  @AfterEach
  void end() {
    registry.close();
  }

  private Path archive(byte[] tar) throws IOException {
    ImageStore store = ImageStore.open(base.resolve("origin"));
    String name = Commands.randomName() + ":latest";
    Image image =
        store.importRootfs(Archives.stream(tar), name, ImportOptions.from("a test")).image();
    Path file = base.resolve("saved.tar");
    try (OutputStream out = Files.newOutputStream(file)) {
      ImageWriter.write(store, Map.of(image, List.of(name)), out);
    }
    return file;
  }

  private String source(String kind) {
    return kind.equals("load") ? archive.toString() : registry.reference("latest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", "pull"})
  void whoIsKilledWhileAnImageComesLeavesNothingHalf(String kind) throws Exception {
    Path root = base.resolve("store");
    for (int kill = 0; kill < Commands.times(6); kill++) {
      Process child =
          new ProcessBuilder(ArrivingChild.command(root, source(kind), 1_000_000))
              .redirectErrorStream(true)
              .start();
      assertEquals('r', child.getInputStream().read());
      Thread.sleep(random.nextInt(1500));
      child.destroyForcibly().waitFor();
      ImageStore store = ImageStore.open(root);
      for (Image image : store.list()) { // writing holds every file against the layer's digest
        store.writeLayer(image, 0, OutputStream.nullOutputStream());
      }
    }
    Commands.run(base, ArrivingChild.command(root, source(kind), 1));
    ImageStore store = ImageStore.open(root);
    assertEquals(1, store.list().size());
    store.remove(store.list().get(0).id().toString());
    assertEquals(List.of(), entries(root, "tmp", "layers", "blobs/sha256"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", "pull"})
  void aFullDiskEndsItInOneLineAndLeavesNothing(String kind) throws Exception {
    Needs.program("unshare");
    String unshare = Needs.root() ? "unshare -m" : "unshare -r -m";
    Path disk = Files.createDirectory(base.resolve("disk"));
    String mount = "mount -t tmpfs -o size=4m none " + disk;
    Needs.that(
        Commands.succeeds(base, "sh", "-c", unshare + " " + mount),
        "a mount namespace of its own (" + unshare + ")");
    Path root = disk.resolve("store");
    String script =
        mount + " && \"$@\" && find " + root.resolve("tmp") + " " + root.resolve("layers");
    List<String> command = new ArrayList<>(Arrays.asList(unshare.split(" ")));
    command.addAll(List.of("sh", "-c", script, "sh"));
    command.addAll(ArrivingChild.command(root, source(kind), 1));
    List<String> lines = Commands.run(base, command).lines().toList();
    assertTrue(lines.get(1).matches("refused: .*[Nn]o space left.*"), lines::toString);
    List<String> left = List.of(root.resolve("tmp").toString(), root.resolve("layers").toString());
    assertEquals(left, lines.subList(2, lines.size()));
  }

  private static List<Path> entries(Path root, String... directories) throws IOException {
    List<Path> entries = new ArrayList<>();
    for (String directory : directories) {
      try (Stream<Path> in = Files.list(root.resolve(directory))) {
        in.forEach(entries::add);
      }
    }
    return entries;
  }

  /** As docker and others do: image-spec says nothing of them. */
  @Test
  void directoriesThatALayerDoesNotListAreOpenToAllWhateverTheUmask() throws IOException {
    Needs.program("tar");
    Path deep = Files.createDirectories(base.resolve("a/b/c")).resolve("f");
    Files.writeString(deep, Commands.randomName());
    Commands.run(base, "tar", "-cf", "a.tar", "a/b/c/f");
    archive = archive(Files.readAllBytes(base.resolve("a.tar")));
    Path root = base.resolve("store");
    List<String> command = new ArrayList<>(List.of("sh", "-c", "umask 077; exec \"$@\"", "sh"));
    command.addAll(ArrivingChild.command(root, source("load"), 1));
    assertEquals("ready", Commands.run(base, command).strip());
    Path diff = ImageStore.open(root).list().get(0).layerDirs().get(0);
    for (String directory : List.of("a", "a/b", "a/b/c")) {
      String mode =
          PosixFilePermissions.toString(Files.getPosixFilePermissions(diff.resolve(directory)));
      assertEquals("rwxr-xr-x", mode, directory);
    }
  }

  /** Two images on the same base: its bytes are on the disk once. */
  @Test
  void aBaseThatImagesShareIsStoredOnce() throws IOException {
    Needs.program("du");
    ImageStore store = ImageStore.open(base.resolve("origin"));
    Image lower = store.list().get(0);
    Path root = base.resolve("store");
    long first = kilobytesAfterLoading(root, archive);
    for (int i = 0; i < 3; i++) {
      ImageDraft draft = store.draft(lower);
      draft.record("2024-05-06T07:08:09Z", "a test", "", true);
      Image upper =
          store.add(
              draft,
              Optional.of(lower),
              Optional.of(Archives.stream(Archives.ofFiles(random.nextLong(), 1, 10))),
              Optional.of(Commands.randomName()),
              ImageStore.Listing.LISTED);
      Path file = base.resolve("upper" + i + ".tar");
      try (OutputStream out = Files.newOutputStream(file)) {
        ImageWriter.write(store, Map.of(upper, upper.names()), out);
      }
      assertTrue(Files.size(file) > (long) FILES * BYTES, "the archive has the base too");
      long more = kilobytesAfterLoading(root, file) - first;
      assertTrue(more < first / 10, more + " more than " + first);
      first += more;
    }
    assertEquals(4, ImageStore.open(root).list().size());
  }

  private long kilobytesAfterLoading(Path root, Path file) {
    Commands.run(base, ArrivingChild.command(root, file.toString(), 1));
    return Long.parseLong(Commands.run(base, "du", "-sk", root.toString()).replaceAll("\\s.*", ""));
  }
}
