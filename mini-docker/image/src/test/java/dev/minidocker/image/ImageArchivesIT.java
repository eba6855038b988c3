package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.image.archive.ImageReader;
import dev.minidocker.image.archive.ImageReader.Loaded;
import dev.minidocker.image.archive.ImageWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images go into an archive and come out of it as the same images; others' archives too. */
class ImageArchivesIT {
  private final Random random = new Random();
  private final String name = Commands.randomName();
  @TempDir Path base;
  private ImageStore store;
  private Image lower;
  private Image image;

  @BeforeEach
  void anImageOfTwoLayers() {
    store = ImageStore.open(base.resolve("ours"));
    lower =
        store
            .importRootfs(
                Archives.stream(Archives.ofFiles(random.nextLong(), 9, 30_000)),
                name,
                ImportOptions.from("a test"))
            .image();
    ImageDraft draft = store.draft(lower);
    draft.record("2024-05-06T07:08:09Z", "a test", "", true);
    InputStream layer = Archives.stream(Archives.ofFiles(random.nextLong(), 2, 100));
    image =
        store.add(
            draft,
            Optional.of(lower),
            Optional.of(layer),
            Optional.of(name + ":2"),
            ImageStore.Listing.LISTED);
  }

  private Path save() throws IOException {
    Path file = base.resolve("saved.tar");
    try (OutputStream out = Files.newOutputStream(file)) {
      ImageWriter.write(store, Map.of(image, List.of(name + ":2"), lower, List.of()), out);
    }
    return file;
  }

  private static List<Loaded> load(ImageStore into, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return ImageReader.read(into, in);
    }
  }

  @Test
  void whatIsSavedIsLoadedAsTheSameImages() throws IOException {
    Path file = save();
    ImageStore other = ImageStore.open(base.resolve("other"));
    List<Loaded> loaded = load(other, file);
    assertEquals(2, loaded.size());
    Image again = other.find(name + ":2").orElseThrow();
    assertEquals(image.id(), again.id());
    assertEquals(image.config(), again.config());
    for (int i = 0; i < 2; i++) {
      assertEquals(Tree.below(image.layerDirs().get(i)), Tree.below(again.layerDirs().get(i)));
    }
    assertEquals(List.of(), other.find(lower.id().toString()).orElseThrow().names());
    try (Stream<Path> layers = Files.list(base.resolve("other/layers"))) {
      assertEquals(2, layers.count(), "the lower layer is there once");
    }
    try (Stream<Path> left = Files.list(base.resolve("other/tmp"))) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void anArchiveMayBeCompressedOrReadInItsPlace() throws IOException {
    Path file = save();
    Commands.run(base, "gzip", "-k", "saved.tar");
    load(ImageStore.open(base.resolve("b")), base.resolve("saved.tar.gz"));
    try (FileChannel channel = FileChannel.open(file)) {
      ImageReader.read(ImageStore.open(base.resolve("c")), channel);
    }
    Needs.program("zstd");
    Commands.run(base, "zstd", "-q", "saved.tar");
    load(ImageStore.open(base.resolve("d")), base.resolve("saved.tar.zst"));
    for (String root : List.of("b", "c", "d")) {
      ImageStore other = ImageStore.open(base.resolve(root));
      assertEquals(image.id(), other.find(name + ":2").orElseThrow().id());
    }
  }

  @Test
  void skopeoReadsBothFormsOfWhatIsSaved() throws IOException {
    Needs.program("skopeo");
    Path file = save();
    Commands.run(base, "tar", "-xf", file.toString(), "--one-top-level=layout");
    for (String source : List.of("docker-archive:saved.tar:" + name + ":2", "oci:layout:2")) {
      String config = Commands.run(base, "skopeo", "inspect", "--config", "--raw", source);
      assertEquals(image.id(), Digest.of(config.strip().getBytes(StandardCharsets.UTF_8)), source);
      Commands.run(base, "skopeo", "copy", source, "dir:" + base.resolve("copy"));
      Commands.run(base, "rm", "-r", "copy");
    }
  }

  @Test
  void whatSkopeoWritesIsLoaded() throws IOException {
    Needs.program("skopeo");
    save();
    String source = "docker-archive:saved.tar:" + name + ":2";
    Commands.run(base, "skopeo", "copy", source, "docker-archive:theirs.tar:" + name + ":3");
    Commands.run(base, "skopeo", "copy", source, "oci-archive:oci.tar:" + name + ":4");
    ImageStore other = ImageStore.open(base.resolve("other"));
    assertEquals(
        image.id(), load(other, base.resolve("theirs.tar")).get(0).imported().image().id());
    assertTrue(other.find(name + ":3").isPresent());
    ImageStore third = ImageStore.open(base.resolve("third"));
    Image loaded = load(third, base.resolve("oci.tar")).get(0).imported().image();
    assertEquals(image.config().diffIds(), loaded.config().diffIds());
    assertEquals(List.of(name + ":4"), loaded.names());
  }

  @Test
  void aTagAloneNamesNoImage() throws IOException {
    Needs.program("skopeo");
    save();
    String source = "docker-archive:saved.tar:" + name + ":2";
    for (String tag : List.of(name, name + ":Not/A-Name")) {
      Commands.run(base, "skopeo", "copy", source, "oci-archive:oci.tar:" + tag);
      ImageStore other = ImageStore.open(base.resolve("other"));
      assertEquals(List.of(), load(other, base.resolve("oci.tar")).get(0).names(), tag);
      Files.delete(base.resolve("oci.tar"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd", "zstd:chunked"})
  void layersThatSkopeoHasCompressedAreLoaded(String format) throws IOException {
    Needs.program("skopeo");
    save();
    String source = "docker-archive:saved.tar:" + name + ":2";
    List<String> copy = new ArrayList<>(List.of("skopeo", "copy"));
    copy.addAll(List.of("--dest-compress", "--dest-compress-format=" + format));
    copy.addAll(List.of(source, "oci-archive:oci.tar:" + name + ":4"));
    Commands.run(base, copy);
    String types = Commands.run(base, "sh", "-c", "tar -xOf oci.tar | grep -ao 'tar+[a-z]*'");
    assertTrue(types.startsWith("tar+" + format.replaceAll(":.*", "")), types);
    Image loaded =
        load(ImageStore.open(base.resolve("other")), base.resolve("oci.tar"))
            .get(0)
            .imported()
            .image();
    assertEquals(image.config().diffIds(), loaded.config().diffIds());
  }

  @Test
  void whatIsDamagedIsRefusedAndNothingOfItStays() throws IOException {
    byte[] saved = Files.readAllBytes(save());
    ImageStore other = ImageStore.open(base.resolve("other"));
    for (int i = 0; i < 20; i++) {
      byte[] damaged = saved.clone();
      damaged[512 + random.nextInt(100_000)] ^= 0x55; // in the first layer, whichever it is
      InputStream in = new ByteArrayInputStream(damaged);
      ImageException e = assertThrows(ImageException.class, () -> ImageReader.read(other, in));
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    }
    assertEquals(List.of(), other.list());
    try (Stream<Path> layers = Files.list(base.resolve("other/layers"))) {
      assertEquals(List.of(), layers.toList());
    }
  }

  @Test
  void whatIsNoArchiveOfImagesIsRefused() throws IOException {
    for (byte[] bytes :
        List.of(new byte[0], new byte[10240], "text".getBytes(StandardCharsets.UTF_8))) {
      assertThrows(
          ImageException.class, () -> ImageReader.read(store, new ByteArrayInputStream(bytes)));
    }
    byte[] rootfs = Archives.ofFiles(1, 2, 3);
    ImageException e =
        assertThrows(
            ImageException.class, () -> ImageReader.read(store, new ByteArrayInputStream(rootfs)));
    assertTrue(e.getMessage().contains("import"), e.getMessage());
  }
}
