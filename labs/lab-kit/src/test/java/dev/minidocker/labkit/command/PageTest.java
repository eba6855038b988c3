package dev.minidocker.labkit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.command.Page.Tone;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final String WORDS = "word ".repeat(40).strip();

  private final StringBuilder seen = new StringBuilder();

  private Page page(int columns, boolean unicode) {
    return new Page(seen::append, columns, 24, columns > 0, unicode);
  }

  @Test
  void whereThereIsNoTerminalALineMayHaveAnyLength() {
    page(0, true).line("  " + WORDS);
    assertEquals("  " + WORDS + "\n", seen.toString());
  }

  @Test
  void onATerminalALineIsNoLongerThanThat() {
    Page page = page(43, true);
    page.line(Tone.FAINT, "  " + page.verdict(true, WORDS));
    assertTrue(seen.toString().lines().count() > 1, seen::toString);
    seen.toString()
        .lines()
        .map(line -> line.replaceAll("\33\\[\\d+m", ""))
        .forEach(line -> assertTrue(line.matches(" {2,4}(✓ )?(word ){1,8}?word"), line));
  }

  @Test
  void signsThatAsciiLacksAreReplacedFirst() {
    page(40, false).line("✗ " + WORDS);
    List<String> lines = seen.toString().lines().toList();
    assertEquals("NOT: word", lines.get(0).substring(0, 9));
    assertEquals("     word", lines.get(1).substring(0, 9));
  }
}
