package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives as the programs make them that make archives. */
class ArchiveFormatsIT {
  private final byte[] content = new byte[20_000];
  @TempDir Path base;
  private Path origin;
  private Path ours;

  @BeforeEach
  void aFile() throws IOException {
    Needs.program("tar");
    new Random().nextBytes(content);
    origin = Files.createDirectory(base.resolve("origin"));
    Files.write(Files.createDirectory(origin.resolve("d")).resolve("f"), content);
    ours = Files.createDirectory(base.resolve("ours"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v7", "oldgnu", "gnu", "ustar", "posix"})
  void everyFormatOfGnuTarIsRead(String format) throws IOException {
    Commands.run(base, "tar", "-C", "origin", "--format=" + format, "-cf", "a.tar", ".");
    assertEquals(List.of(), unpack("a.tar").warnings());
    assertArrayEquals(content, Files.readAllBytes(ours.resolve("d/f")));
  }

  /** A number that octal digits have no room for is written in binary, or beside the header. */
  @ParameterizedTest
  @ValueSource(strings = {"oldgnu", "gnu", "posix"})
  void idsAboveTwoMillionAreRead(String format) throws IOException {
    Needs.that(Needs.root(), "root, who alone gives files away");
    long uid = (1L << 31) + new Random().nextInt(1 << 30);
    String owner = "--owner=:" + uid;
    Commands.run(base, "tar", "-C", "origin", owner, "--format=" + format, "-cf", "a.tar", ".");
    unpack("a.tar");
    String seen = Commands.run(ours, "stat", "-c", "%u", "d/f").strip();
    assertEquals(Long.toString(uid), seen);
  }

  /** Pieces of a file, each longer than what is read at once, with nothing between them. */
  @ParameterizedTest
  @ValueSource(strings = {"oldgnu", "gnu", "posix"})
  void longPiecesOfSparseFilesAreRead(String format) throws IOException {
    byte[] piece = new byte[600_000];
    new Random().nextBytes(piece);
    try (RandomAccessFile file = new RandomAccessFile(origin.resolve("f").toFile(), "rw")) {
      for (int i = 0; i < 3; i++) {
        file.seek(i * 2_000_000L);
        file.write(piece);
      }
    }
    String how = "--format=" + format;
    Commands.run(base, "tar", "-C", "origin", "--sparse", how, "-cf", "a.tar", ".");
    unpack("a.tar");
    assertEquals(-1, Files.mismatch(origin.resolve("f"), ours.resolve("f")));
  }

  @Test
  void whatGitArchivesIsRead() throws IOException {
    Needs.program("git");
    Commands.run(origin, "git", "init", "-q");
    Commands.run(origin, "git", "add", ".");
    String tree = Commands.run(origin, "git", "write-tree").strip();
    String name = "x".repeat(90) + "/" + "y".repeat(200) + "/";
    Commands.run(origin, "git", "archive", "--prefix=" + name, "-o", base + "/a.tar", tree);
    assertEquals(List.of(), unpack("a.tar").warnings());
    assertArrayEquals(content, Files.readAllBytes(ours.resolve(name).resolve("d/f")));
  }

  /** pigz and some registries write several members one after the other. */
  @Test
  void aGzipOfSeveralMembersIsReadToItsEnd() throws IOException {
    Needs.program("gzip");
    String cut =
        "tar -C origin -cf a.tar . && head -c 5000 a.tar | gzip >a.gz"
            + " && tail -c +5001 a.tar | gzip >>a.gz";
    Commands.run(base, "sh", "-c", cut);
    unpack("a.gz");
    assertArrayEquals(content, Files.readAllBytes(ours.resolve("d/f")));
  }

  @Test
  void aGzipThatIsCutIsRefused() throws IOException {
    Commands.run(base, "tar", "-C", "origin", "-czf", "a.tgz", ".");
    byte[] whole = Files.readAllBytes(base.resolve("a.tgz"));
    Files.write(base.resolve("a.tgz"), Arrays.copyOf(whole, whole.length - 9));
    refusal("a.tgz", "damaged or incomplete");
  }

  /**
   * At once, in frames, in the middle of which a reader may begin, and with frames to be skipped.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "zstd",
        "zstd -19 --no-check",
        "zstd --fast",
        "{ head -c 5000 | zstd; zstd; }",
        "{ $skip; head -c 5000 | zstd; $skip; zstd; $skip; }"
      })
  void whatZstdCompressesIsRead(String compress) throws IOException {
    Needs.program("zstd");
    String skip = "printf '\\137\\052\\115\\030\\004\\000\\000\\000TOC!'"; // RFC 8878, 3.1.2
    String make = "tar -C origin -c . | " + compress.replace("$skip", skip) + " >a.tar";
    Commands.run(base, "sh", "-c", make);
    unpack("a.tar");
    assertArrayEquals(content, Files.readAllBytes(ours.resolve("d/f")));
  }

  @Test
  void whatZstdCompressedIsRefusedWhereItIsCutOrChanged() throws IOException {
    Needs.program("zstd");
    Commands.run(base, "sh", "-c", "tar -C origin -c . | zstd >a.tar");
    byte[] whole = Files.readAllBytes(base.resolve("a.tar"));
    Random random = new Random();
    for (int i = 0; i < Commands.times(50); i++) {
      Files.write(
          base.resolve("b.tar"), Arrays.copyOf(whole, 4 + random.nextInt(whole.length - 4)));
      assertThrows(ImageException.class, () -> unpack("b.tar"));
      byte[] changed = whole.clone();
      changed[4 + random.nextInt(whole.length - 4)] ^= (byte) (1 + random.nextInt(255));
      Files.write(base.resolve("b.tar"), changed);
      try {
        unpack("b.tar"); // a change of the header may change nothing else
        assertArrayEquals(content, Files.readAllBytes(ours.resolve("d/f")));
      } catch (ImageException e) {
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xz", "bzip2"})
  void whatIsCompressedOtherwiseIsRefusedWithTheWayOut(String program) throws IOException {
    Needs.program(program);
    Commands.run(base, "sh", "-c", "tar -C origin -c . | " + program + " >a.tar");
    refusal("a.tar", program + " -d");
  }

  private void refusal(String archive, String part) {
    ImageException refusal = assertThrows(ImageException.class, () -> unpack(archive));
    assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    assertFalse(refusal.getMessage().contains("\n"), refusal.getMessage());
  }

  private LayerUnpacker.Unpacked unpack(String archive) throws IOException {
    try (InputStream tar = Files.newInputStream(base.resolve(archive))) {
      return LayerUnpacker.unpack(tar, ours, UnpackLimits.DEFAULT);
    }
  }
}
