package dev.minidocker.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of as many layers as docker allows. */
class ManyLayersIT {
  private static final int LAYERS = 127;

  @TempDir Path folder;
  private String name;

  @BeforeEach
  void anImageOfManyLayers() throws Exception {
    Requirements.containers();
    name = "md-" + Long.toHexString(System.nanoTime());
    String base = "lab";
    for (int i = 1; i < LAYERS; i += LAYERS / 6) { // as many builds, none of which takes long
      base = build(base, i, Math.min(i + LAYERS / 6, LAYERS));
    }
    inState("one", "tag", base, name).exitsWith(0);
  }

  /** The same with one more layer for each of these numbers. */
  private String build(String base, int from, int to) throws Exception {
    StringBuilder dockerfile = new StringBuilder("FROM " + base + "\n");
    for (int i = from; i < to; i++) {
      Files.writeString(folder.resolve("f" + i), name + i);
      dockerfile.append("COPY f").append(i).append(" /f").append(i).append('\n');
    }
    Files.writeString(folder.resolve("Dockerfile"), dockerfile);
    inState("one", "build", "-q", "-t", name + "-" + to, folder.toString()).exitsWith(0);
    return name + "-" + to;
  }

  @Test
  void theyRunAreSavedAndLoaded() throws Exception {
    String look = "cat /f* | wc -c; cat /f1 /f" + (LAYERS - 1) + "; touch /f; ls / | grep -c '^f'";
    int bytes = 0;
    for (int i = 1; i < LAYERS; i++) {
      bytes += (name + i).length();
    }
    String seen = bytes + "\n" + name + "1" + name + (LAYERS - 1) + LAYERS + "\n";
    inState("one", "run", "--rm", name, "sh", "-c", look).prints(seen);
    String saved = folder.resolve("saved.tar").toString();
    inState("one", "save", "-o", saved, name).exitsWith(0);
    inState("two", "load", "-i", saved).exitsWith(0);
    inState("two", "run", "--rm", name, "sh", "-c", look).prints(seen);
  }

  private Outcome inState(String state, String... command) throws Exception {
    Map<String, String> environment = Map.of("MINI_DOCKER_ROOT", folder.resolve(state).toString());
    return CommandLines.run(CommandLines.miniDocker(command), new byte[0], environment);
  }
}
