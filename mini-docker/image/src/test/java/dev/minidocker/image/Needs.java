package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.opentest4j.TestAbortedException;

/** What a test cannot do without: skipped by name, or failed with {@code -Dskips=fail}. */
final class Needs {
  private Needs() {}

  static void program(String name) {
    that(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, name))),
        "the program " + name);
  }

  static void that(boolean met, String what) {
    if (!met && "fail".equals(System.getProperty("skips"))) {
      fail("needs " + what);
    } else if (!met) {
      throw new TestAbortedException("needs " + what);
    }
  }

  static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }
}
