package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;

/** State directories that have the lab image, which the first run in each would make. */
final class LabImage {
  private static final Path STATE = Path.of("target", "lab-image").toAbsolutePath();
  private static boolean made;

  private LabImage() {}

  /** Makes such a directory. */
  static synchronized void into(Path state) throws Exception {
    if (!made) {
      succeeds("rm", "-rf", STATE.toString());
      Map<String, String> there = Map.of("MINI_DOCKER_ROOT", STATE.toString());
      CommandLines.run(CommandLines.miniDocker("run", "--rm", "lab", "true"), new byte[0], there)
          .exitsWith(0);
      made = true;
    }
    succeeds("cp", "-a", STATE.toString(), state.toString());
  }

  private static void succeeds(String... command) throws Exception {
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }
}
