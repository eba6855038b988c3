package dev.minidocker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** What a test needs; it is skipped by name where that is missing, and fails with -Dskips=fail. */
final class Requirements {
  private static final Path USER_NAMESPACES = Path.of("/proc/sys/user/max_user_namespaces");

  private Requirements() {}

  static void program(String name) {
    boolean found =
        Arrays.stream(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    require(found, name + " is not installed");
  }

  static void userNamespaces() {
    try {
      require(
          Long.parseLong(Files.readString(USER_NAMESPACES).trim()) > 0,
          "user namespaces are switched off: " + USER_NAMESPACES + " is 0");
    } catch (IOException e) {
      require(false, "the kernel has no user namespaces");
    }
  }

  /** Containers need root, or user namespaces. */
  static void containers() {
    if (!System.getProperty("user.name").equals("root")) {
      userNamespaces();
    }
  }

  static void require(boolean there, String otherwise) {
    if (!there && System.getProperty("skips", "report").equals("fail")) {
      throw new AssertionError(otherwise + ", and -Dskips=fail");
    }
    Assumptions.assumeTrue(there, otherwise);
  }
}
