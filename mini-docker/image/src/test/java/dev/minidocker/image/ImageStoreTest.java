package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
  private final Random random = new Random();
  private final String name = Commands.randomName();
  @TempDir Path root;
  private ImageStore store;

  @BeforeEach
  void open() {
    store = ImageStore.open(root);
  }

  private Image add(String reference, long seed) {
    byte[] tar = Archives.ofFiles(seed, 3, 100);
    return store
        .importRootfs(Archives.stream(tar), reference, ImportOptions.from("a test"))
        .image();
  }

  @Test
  void anImageIsFoundByNameByIdAndByTheBeginningOfItsId() {
    Image image = add(name, random.nextLong());
    for (String reference :
        List.of(
            name,
            name + ":latest",
            image.id().toString(),
            image.id().hex(),
            image.id().hex().substring(0, 12))) {
      assertEquals(Optional.of(image), store.find(reference), reference);
    }
    assertEquals(Optional.empty(), store.find(name + ":other"));
    assertEquals(List.of(image), ImageStore.open(root).list());
    assertEquals(300, image.sizeBytes());
  }

  @Test
  void theIdIsTheDigestOfTheConfigAndTheLayerIsNamedByTheArchive() throws Exception {
    long seed = random.nextLong();
    Image image = add(name, seed);
    Path config = root.resolve("blobs/sha256").resolve(image.id().hex());
    String sum = Commands.run(root, "sha256sum", config.toString());
    assertTrue(sum.startsWith(image.id().hex()), sum);
    Path tar = Files.write(root.resolve("a.tar"), Archives.ofFiles(seed, 3, 100));
    String diffId = Commands.run(root, "sha256sum", tar.toString()).substring(0, 64);
    assertEquals(List.of(new Digest(diffId)), image.config().diffIds());
    assertEquals(
        List.of(root.resolve("layers").resolve(diffId).resolve("diff")), image.layerDirs());
  }

  @Test
  void whatAnImageSaysAboutItselfIsKept() {
    ImageConfig.Defaults defaults =
        new ImageConfig.Defaults(
            "1000:5", List.of("A=b <&> ü"), List.of("/e"), List.of("c", ""), "/w");
    Instant created = Instant.ofEpochSecond(random.nextInt(), 5);
    ImportOptions options = new ImportOptions(defaults, created, "x", UnpackLimits.DEFAULT);
    byte[] tar = Archives.ofFiles(1, 1, 1);
    store.importRootfs(Archives.stream(tar), name, options);
    ImageConfig config = store.find(name).orElseThrow().config();
    assertEquals(defaults, config.defaults());
    assertEquals(created, config.createdAt());
    assertEquals("linux", config.os());
  }

  @Test
  void aNameMovesToTheNewImageAndTheOldOneStays() {
    Image old = add(name, 1);
    Image young = add(name, 2);
    assertNotEquals(old.id(), young.id());
    assertEquals(young, store.find(name).orElseThrow());
    assertEquals(List.of(), store.find(old.id().hex()).orElseThrow().names());
  }

  @Test
  void removingTheLastNameRemovesTheImageAndItsLayer() {
    Image image = add(name, random.nextLong());
    Removal removal = store.remove(name);
    assertEquals(new Removal(List.of(name + ":latest"), Optional.of(image.id())), removal);
    assertEquals(List.of(), store.list());
    assertFalse(Files.exists(image.layerDirs().get(0)));
    assertEquals(0, root.resolve("tmp").toFile().list().length);
    assertThrows(ImageException.class, () -> store.remove(name));
  }

  @Test
  void aLayerStaysWhileAnotherImageHasIt() {
    Image one = add(name, 7);
    Image two = add(name + "2", 7);
    assertNotEquals(one.id(), two.id());
    store.remove(name);
    assertTrue(Files.exists(two.layerDirs().get(0)));
    store.remove(two.id().hex().substring(0, 20));
    assertFalse(Files.exists(two.layerDirs().get(0)));
  }

  @Test
  void anImageInUseIsNotRemoved() {
    Image image = add(name, random.nextLong());
    try (LayerLease first = store.lease(image);
        LayerLease second = store.lease(image)) {
      assertNotEquals(first, second);
      ImageException refusal = assertThrows(ImageException.class, () -> store.remove(name));
      assertTrue(refusal.getMessage().contains("a container uses it"), refusal.getMessage());
      assertEquals(Optional.of(image), store.find(name));
    }
    store.remove(name);
    assertThrows(ImageException.class, () -> store.lease(image));
  }

  @Test
  void badNamesAreRefusedBeforeAnythingIsRead() {
    for (String bad : List.of("", "A", "a:", ":b", "a b", "../x", "a//b", "a:b:c d", "-a", "x\n")) {
      assertThrows(ImageException.class, () -> add(bad, 1), bad);
    }
    assertEquals(List.of(), store.list());
  }

  @Test
  void whatIsNoArchiveEndsInOneLineAndLeavesNothing() {
    byte[] noise = new byte[5000];
    random.nextBytes(noise);
    byte[] good = Archives.ofFiles(3, 10, 1000);
    String page = "<!DOCTYPE html><html><body>" + "404 ".repeat(500) + "</body></html>";
    refused("not a tar", noise);
    refused("empty", new byte[0]);
    refused("web page", page.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < Commands.times(200); i++) {
      int cut = 1 + random.nextInt(10 * 2048 - 1);
      refused("", Arrays.copyOf(good, cut));
    }
    refused("damaged", new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0});
    refused("damaged", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9});
  }

  /** A tar header says how long the name is, or the attributes are, that follow it. */
  @Test
  void headersWithoutEndAreRefused() {
    for (char type : new char[] {'L', 'K', 'x', 'g'}) {
      byte[] header = new byte[1024];
      String body = type == 'L' || type == 'K' ? "abc\0" : "12 a=bcdefg\n";
      String size = String.format("%011o", body.length());
      System.arraycopy("p".getBytes(StandardCharsets.US_ASCII), 0, header, 0, 1);
      System.arraycopy(size.getBytes(StandardCharsets.US_ASCII), 0, header, 124, 11);
      header[156] = (byte) type;
      System.arraycopy("ustar\00000".getBytes(StandardCharsets.US_ASCII), 0, header, 257, 8);
      Arrays.fill(header, 148, 156, (byte) ' ');
      int sum = 0;
      for (int i = 0; i < 512; i++) {
        sum += header[i];
      }
      String checksum = String.format("%06o", sum);
      System.arraycopy(checksum.getBytes(StandardCharsets.US_ASCII), 0, header, 148, 6);
      System.arraycopy(body.getBytes(StandardCharsets.US_ASCII), 0, header, 512, body.length());
      byte[] archive = new byte[1024 * 20_000];
      for (int at = 0; at < archive.length; at += 1024) {
        System.arraycopy(header, 0, archive, at, 1024);
      }
      refused("the headers of one entry are too long", archive);
    }
  }

  private void refused(String why, byte[] archive) {
    ImageException refusal =
        assertThrows(
            ImageException.class,
            () ->
                store.importRootfs(
                    new ByteArrayInputStream(archive), name, ImportOptions.from("a test")));
    assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
    assertEquals(List.of(), store.list());
    assertEquals(0, root.resolve("tmp").toFile().list().length);
    assertEquals(0, root.resolve("layers").toFile().list().length);
  }

  @Test
  void anArchiveWithSomeBytesChangedIsUnpackedOrRefusedButNeverCrashes() {
    byte[] good = Archives.ofFiles(3, 10, 600);
    for (int i = 0; i < Commands.times(300); i++) {
      byte[] bad = good.clone();
      for (int flips = random.nextInt(20); flips >= 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      try {
        store.importRootfs(new ByteArrayInputStream(bad), name, ImportOptions.from("a test"));
        store.remove(name);
      } catch (ImageException e) {
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
      }
    }
  }

  @Test
  void limitsAreKept() {
    byte[] tar = Archives.ofFiles(1, 5, 100);
    for (UnpackLimits limits : List.of(new UnpackLimits(9, 1000), new UnpackLimits(10, 499))) {
      ImportOptions options =
          new ImportOptions(ImageConfig.Defaults.NONE, Instant.EPOCH, "", limits);
      assertThrows(
          ImageException.class, () -> store.importRootfs(Archives.stream(tar), name, options));
    }
    ImportOptions enough =
        new ImportOptions(ImageConfig.Defaults.NONE, Instant.EPOCH, "", new UnpackLimits(10, 500));
    assertEquals(500, store.importRootfs(Archives.stream(tar), name, enough).image().sizeBytes());
  }

  @Test
  void aDamagedCatalogIsNamed() throws Exception {
    add(name, 1);
    for (String damage : List.of("", "{", "[]", "{\"repositories\":7}", "{\"images\":[\"x\"]}")) {
      Files.writeString(root.resolve("repositories.json"), damage);
      assertThrows(ImageException.class, store::list, damage);
    }
  }
}
