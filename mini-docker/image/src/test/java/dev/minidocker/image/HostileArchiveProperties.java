package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Whatever an archive says, nothing changes beside the directory that it is unpacked into. */
class HostileArchiveProperties {
  private static final List<Byte> TYPES =
      List.of(
          TarConstants.LF_NORMAL,
          TarConstants.LF_NORMAL,
          TarConstants.LF_DIR,
          TarConstants.LF_SYMLINK,
          TarConstants.LF_SYMLINK,
          TarConstants.LF_SYMLINK,
          TarConstants.LF_LINK,
          TarConstants.LF_FIFO,
          TarConstants.LF_CHR,
          TarConstants.LF_BLK,
          (byte) 'Z');

  private static Path base;
  private static Path inner;

  /** base/up/up/inner/{target,canary}: climbing by .. leads to something that is watched. */
  @BeforeContainer
  static void plantCanaries() throws IOException {
    base = Files.createTempDirectory("md-hostile");
    inner = Files.createDirectories(base.resolve("a/b/inner"));
    for (Path directory : List.of(base, base.resolve("a"), base.resolve("a/b"), inner)) {
      Path canary = Files.createDirectory(directory.resolve("canary"));
      Files.writeString(canary.resolve("f"), Commands.randomName());
      Files.writeString(directory.resolve("f"), Commands.randomName());
    }
    Files.createDirectory(inner.resolve("target"));
  }

  @AfterContainer
  static void clean() {
    Commands.run(Path.of("/"), "chmod", "-R", "u+rwX", base.toString());
    Commands.run(Path.of("/"), "rm", "-rf", base.toString());
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void nothingBesideTheTargetChanges(@ForAll long seed) throws IOException {
    Path target = Files.createDirectory(inner.resolve("target").resolve(Commands.randomName()));
    byte[] tar = hostileTar(new Random(seed));
    Map<String, String> before = Tree.look(base, inner.resolve("target"));
    try {
      LayerUnpacker.unpack(new ByteArrayInputStream(tar), target, UnpackLimits.DEFAULT);
    } catch (ImageException e) {
      assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }
    assertEquals(before, Tree.look(base, inner.resolve("target")));
  }

  /** The canaries sing: an unpacker that trusts names is caught by the same archives. */
  @Example
  void anUnpackerThatTrustsNamesIsCaught() throws IOException {
    Map<String, String> before = Tree.look(base, inner.resolve("target"));
    for (int seed = 0; seed < 300; seed++) {
      Path target = Files.createDirectory(inner.resolve("target").resolve(Commands.randomName()));
      unpackTrustingly(hostileTar(new Random(seed)), target);
      if (!before.equals(Tree.look(base, inner.resolve("target")))) {
        clean();
        plantCanaries();
        return;
      }
    }
    assertNotEquals(before, Tree.look(base, inner.resolve("target")));
  }

  private static void unpackTrustingly(byte[] tar, Path target) throws IOException {
    try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(tar))) {
      TarArchiveEntry entry;
      while ((entry = in.getNextEntry()) != null) {
        Path path = target.resolve("./" + entry.getName());
        assertTrue(path.startsWith(target));
        if (!path.normalize().startsWith(base)) {
          continue; // this one is let loose among the canaries only
        }
        try {
          if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
          } else if (entry.isFile()) {
            Files.write(path, in.readAllBytes());
          }
        } catch (IOException e) {
          assertTrue(e.getMessage() != null);
        }
      }
    }
  }

  private static byte[] hostileTar(Random random) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (int i = 0; i < 12; i++) {
        byte type = TYPES.get(random.nextInt(TYPES.size()));
        TarArchiveEntry entry = new TarArchiveEntry(path(random), type, true);
        entry.setLinkName(path(random));
        entry.setMode(random.nextInt(010000));
        entry.setDevMajor(random.nextInt(3));
        entry.setDevMinor(random.nextInt(6));
        entry.setIds(random.nextInt(3), random.nextInt(3));
        if (random.nextInt(4) == 0) {
          entry.addPaxHeader("SCHILY.xattr.trusted.overlay.redirect", "/" + path(random));
        }
        boolean file = type == TarConstants.LF_NORMAL && !entry.isDirectory();
        byte[] content = new byte[file ? random.nextInt(600) : 0];
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static String path(Random random) {
    if (random.nextInt(6) == 0) {
      return List.of("/", "", base + "/", inner + "/canary/").get(random.nextInt(4)) + "f";
    }
    List<String> parts =
        List.of("x", "y", "x", "y", "z", "f", "canary", "..", ".", "", ".wh.x", ".wh..wh..opq");
    StringBuilder path = new StringBuilder(random.nextInt(8) == 0 ? "/" : "");
    for (int depth = random.nextInt(4); depth >= 0; depth--) {
      path.append(parts.get(random.nextInt(parts.size()))).append(depth > 0 ? "/" : "");
    }
    return path.length() == 0 ? "x" : path.toString();
  }
}
