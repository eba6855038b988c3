package dev.minidocker.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** What a test needs; it is skipped by name where that is missing, and fails with -Dskips=fail. */
final class Requirements {
  private Requirements() {}

  static void program(String name) {
    boolean found =
        Arrays.stream(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    if (!found && System.getProperty("skips", "report").equals("fail")) {
      throw new AssertionError(name + " is not installed, and -Dskips=fail");
    }
    Assumptions.assumeTrue(found, name + " is not installed");
  }
}
