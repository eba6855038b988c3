package dev.minidocker.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The one archive that bin/mini-docker starts, which the build makes of many. */
class ArchiveTest {
  private static final Path ARCHIVE = Path.of("../cli/target/app/mini-docker.jar");
  private static final String SERVICES = "META-INF/services/";

  /** A JVM that looks for one that is not there ends with an error, wherever that was. */
  @Test
  void whoIsNamedAsAProviderIsInIt() throws Exception {
    assumeTrue(Files.exists(ARCHIVE), "mvn package makes it, mvn test alone does not");
    List<String> missing = new ArrayList<>();
    int named = 0;
    try (JarFile archive = new JarFile(ARCHIVE.toFile())) {
      for (JarEntry entry : archive.stream().toList()) {
        if (entry.getName().startsWith(SERVICES) && !entry.isDirectory()) {
          for (String provider : providers(archive, entry)) {
            named++;
            if (archive.getEntry(provider.replace('.', '/') + ".class") == null) {
              missing.add(entry.getName().substring(SERVICES.length()) + " -> " + provider);
            }
          }
        }
      }
    }
    assertTrue(named > 0, "it names labs at least");
    assertEquals(List.of(), missing);
  }

  private static List<String> providers(JarFile archive, JarEntry entry) throws IOException {
    try (var in = archive.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceAll("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }
}
