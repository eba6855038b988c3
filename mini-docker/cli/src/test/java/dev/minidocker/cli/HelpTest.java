package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class HelpTest {

  /** What a beginner needs first; then where images come from, and where they go. */
  @Test
  void itListsCommandsInTheOrderInWhichOneMeetsThem() {
    List<String> expected =
        List.of("run", "ps", "rm", "build", "images", "pull", "push", "save", "load", "version");
    List<String> listed =
        CommandLines.execute("--help")
            .exitsWith(0)
            .out()
            .lines()
            .filter(line -> line.matches("  [a-z]+ .*"))
            .map(line -> line.strip().split(" ", 2)[0])
            .filter(expected::contains)
            .toList();
    assertEquals(expected, listed);
  }
}
