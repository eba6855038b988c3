package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Extended attributes arrive as GNU tar packs and the kernel keeps them. */
class AttributesIT {
  private final Random random = new Random();
  @TempDir Path base;
  private Path origin;
  private Path ours;

  @BeforeEach
  void directories() throws IOException {
    Needs.program("tar");
    origin = Files.createDirectory(base.resolve("origin"));
    ours = Files.createDirectory(base.resolve("ours"));
  }

  @Test
  void attributesOfUsersArriveByteForByte() throws IOException {
    Path directory = Files.createDirectory(origin.resolve("d"));
    for (int i = 0; i < 20; i++) {
      Path file = Files.createFile(directory.resolve("f" + i));
      mark(file, random.nextInt(300));
      Files.setAttribute(file, "unix:mode", random.nextInt(01000) | (Needs.root() ? 0 : 0400));
    }
    mark(directory, 100);
    Map<String, String> expected = marksIn(origin);
    assertEquals(List.of(), packAndUnpack().warnings());
    assertEquals(expected, marksIn(ours));
  }

  /** The set-user-id program of the course's user lab, newuidmap, has such a byte. */
  @Test
  void capabilitiesArriveWhateverBytesTheirSetsAre() throws IOException {
    Needs.that(Needs.root(), "root, who alone may give files capabilities");
    Needs.program("setcap");
    List<String> names = List.of("cap_chown", "cap_setuid", "cap_net_raw", "cap_sys_admin");
    for (String name : names) {
      Path file = Files.createFile(origin.resolve(name));
      Commands.run(base, "setcap", name + "+ep", file.toString());
    }
    assertEquals(List.of(), packAndUnpack().warnings());
    for (String name : names) {
      String shown = Commands.run(ours, "getcap", name).strip();
      assertTrue(shown.matches(name + " (= )?" + name + "[+=]ep"), shown);
    }
  }

  private LayerUnpacker.Unpacked packAndUnpack() throws IOException {
    Commands.run(
        base, "tar", "-C", "origin", "--xattrs", "--xattrs-include=*", "-cf", "a.tar", ".");
    try (InputStream tar = Files.newInputStream(base.resolve("a.tar"))) {
      return LayerUnpacker.unpack(tar, ours, UnpackLimits.DEFAULT);
    }
  }

  private void mark(Path path, int length) throws IOException {
    byte[] value = new byte[1 + length];
    random.nextBytes(value);
    try {
      view(path).write("md." + Commands.randomName(), ByteBuffer.wrap(value));
    } catch (IOException e) {
      Needs.that(false, "extended attributes in " + base + ": " + e.getMessage());
    }
  }

  private static Map<String, String> marksIn(Path root) throws IOException {
    Map<String, String> marks = new TreeMap<>();
    try (var paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        Files.setAttribute(path, "unix:mode", Files.isDirectory(path) ? 0700 : 0600);
        for (String name : view(path).list()) {
          ByteBuffer value = ByteBuffer.allocate(view(path).size(name));
          view(path).read(name, value);
          marks.put(root.relativize(path) + " " + name, HexFormat.of().formatHex(value.array()));
        }
      }
    }
    return marks;
  }

  private static UserDefinedFileAttributeView view(Path path) {
    return Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
  }
}
