package picocli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClassFilesTest {
  private static final int JAVA_17 = 61;

  @Test
  void everyClassIsOfTheVersionThatStartUpCachesAccept() throws Exception {
    Path classes =
        Path.of(CommandLine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Path> files;
    try (Stream<Path> all = Files.walk(classes)) {
      files = all.filter(file -> file.toString().endsWith(".class")).toList();
    }
    assertTrue(files.size() > 200, () -> "only " + files.size() + " classes in " + classes);
    for (Path file : files) {
      assertEquals(JAVA_17, majorVersion(file), file::toString);
    }
  }

  private static int majorVersion(Path classFile) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(classFile))) {
      assertEquals(0xcafebabe, in.readInt());
      in.readUnsignedShort();
      return in.readUnsignedShort();
    }
  }
}
