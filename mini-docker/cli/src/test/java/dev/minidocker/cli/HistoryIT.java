package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an image says of how it was built. */
class HistoryIT {
  private final String word = "w" + Long.toHexString(new Random().nextLong());
  private final String name = "md-history-" + word;
  private final List<String> recipe =
      List.of(
          "ENV A=" + word + " B=\"two words\"",
          "LABEL md.a=" + word + " md.b=\"two \\\"" + word + "\\\"\"",
          "EXPOSE 80/tcp 53/udp",
          "VOLUME [\"/a\",\"/b c\"]",
          "SHELL [\"/bin/sh\",\"-ec\"]",
          "ENTRYPOINT [\"echo\",\"a b\"]",
          "CMD [\"" + word + "\",\"\\\"\"]");
  @TempDir Path folder;

  @BeforeEach
  void anImage() throws Exception {
    Requirements.containers();
    List<String> lines = new ArrayList<>(recipe);
    lines.add(0, "FROM scratch");
    Files.write(folder.resolve("Dockerfile"), lines);
    CommandLines.execute("build", "-q", "-t", name, folder.toString()).exitsWith(0);
  }

  @AfterEach
  void remove() {
    CommandLines.execute("rmi", name);
  }

  /** So that it could be copied from there. */
  @Test
  void instructionsAreShownAsADockerfileHasThem() {
    assertEquals(recipe, oldestFirst("--no-trunc", "--format", "{{.CreatedBy}}", name));
  }

  @Test
  void aLineIsShownAsItIsAskedFor() {
    List<String> ids = oldestFirst("--format", "{{.ID}} {{.Size}} {{.Comment}}", name);
    String id = CommandLines.execute("images", "-q", name).exitsWith(0).out().strip();
    assertEquals(id + " 0B ", ids.get(ids.size() - 1));
    assertEquals("<missing> 0B ", ids.get(0));
    List<String> table =
        CommandLines.execute("history", "--format", "table {{.Size}}\t{{.ID}}", name)
            .exitsWith(0)
            .out()
            .lines()
            .toList();
    assertEquals("SIZE      IMAGE", table.get(0));
    assertEquals("0B        " + id, table.get(1));
    CommandLines.execute("history", "--format", "{{.Nothing}}", name)
        .complains(1, "no field Nothing", "CreatedBy");
  }

  private static List<String> oldestFirst(String... args) {
    List<String> line = new ArrayList<>(List.of("history"));
    line.addAll(List.of(args));
    List<String> lines =
        new ArrayList<>(
            CommandLines.execute(line.toArray(String[]::new)).exitsWith(0).out().lines().toList());
    Collections.reverse(lines);
    return lines;
  }
}
