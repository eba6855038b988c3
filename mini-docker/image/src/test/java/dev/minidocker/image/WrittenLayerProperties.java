package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** A layer is written out as the very bytes that it came as, or not at all. */
class WrittenLayerProperties {
  private static final List<String> FORMATS = List.of("gnu", "pax", "ustar");

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void aLayerIsWrittenAsTheArchiveThatItWas(
      @ForAll long seed, @ForAll @IntRange(max = 2) int format) throws IOException {
    Needs.program("tar");
    Path base = Files.createTempDirectory("md-written");
    try {
      Path origin = Files.createDirectory(base.resolve("origin"));
      new RandomTree(origin, new Random(seed), format != 2).grow(25);
      Commands.run(
          base, "tar", "-C", "origin", "--format=" + FORMATS.get(format), "-cf", "a.tar", ".");
      byte[] tar = Files.readAllBytes(base.resolve("a.tar"));
      ImageStore store = ImageStore.open(base.resolve("state"));
      Image image = add(store, tar);
      ByteArrayOutputStream written = new ByteArrayOutputStream();
      store.writeLayer(image, 0, written);
      assertArrayEquals(tar, written.toByteArray());
    } finally {
      Commands.run(Path.of("/"), "chmod", "-R", "u+rwX", base.toString());
      Commands.run(Path.of("/"), "rm", "-rf", base.toString());
    }
  }

  private static Image add(ImageStore store, byte[] tar) {
    return store
        .importRootfs(Archives.stream(tar), Commands.randomName(), ImportOptions.from("a test"))
        .image();
  }

  @Example
  void aLayerWhoseFilesSomebodyHasChangedIsNotWritten() throws IOException {
    Path base = Files.createTempDirectory("md-written");
    try {
      ImageStore store = ImageStore.open(base);
      Image image = add(store, Archives.ofFiles(new Random().nextLong(), 3, 100));
      Path file = image.layerDirs().get(0).resolve("d1/f");
      byte[] content = Files.readAllBytes(file);
      content[0]++;
      Files.write(file, content);
      refuses(store, image, "damaged");
      Files.write(file, new byte[3]);
      assertThrows(
          IOException.class, () -> store.writeLayer(image, 0, OutputStream.nullOutputStream()));
    } finally {
      Commands.run(Path.of("/"), "rm", "-rf", base.toString());
    }
  }

  @Example
  void aLayerWhoseArchiveHadAFileTwiceIsNotWritten() throws IOException {
    Needs.program("tar");
    Path base = Files.createTempDirectory("md-written");
    try {
      Files.writeString(base.resolve("f"), Commands.randomName());
      Commands.run(base, "tar", "-cf", "a.tar", "f", "f");
      Files.writeString(base.resolve("f"), Commands.randomName());
      Commands.run(base, "tar", "-rf", "a.tar", "f");
      ImageStore store = ImageStore.open(base.resolve("state"));
      refuses(store, add(store, Files.readAllBytes(base.resolve("a.tar"))), "twice");
    } finally {
      Commands.run(Path.of("/"), "rm", "-rf", base.toString());
    }
  }

  @Example
  void aLayerOfAnOlderStoreSaysHowToGetItAnew() throws IOException {
    Path base = Files.createTempDirectory("md-written");
    try {
      ImageStore store = ImageStore.open(base);
      Image image = add(store, Archives.ofFiles(new Random().nextLong(), 3, 100));
      Files.delete(image.layerDirs().get(0).resolveSibling("split"));
      refuses(store, image, "mini-docker rmi");
    } finally {
      Commands.run(Path.of("/"), "rm", "-rf", base.toString());
    }
  }

  private static void refuses(ImageStore store, Image image, String why) {
    ImageException e =
        assertThrows(
            ImageException.class,
            () -> store.writeLayer(image, 0, OutputStream.nullOutputStream()));
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }
}
