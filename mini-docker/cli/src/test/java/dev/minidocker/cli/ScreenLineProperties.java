package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** A line fits, and has nothing in it that the terminal would not just print. */
class ScreenLineProperties {

  @Property
  void itIsNeverLongerThanThereIsRoom(
      @ForAll String text, @ForAll("ends") String end, @ForAll @IntRange(max = 200) int columns) {
    String line = new ScreenLine(ScreenLine.shown(text), end).in(columns);
    assertTrue(ScreenLine.width(line) <= columns, line);
  }

  @Provide
  Arbitrary<String> ends() {
    return Arbitraries.of("", "0.0s", "99999.9s");
  }

  @Property
  void whatStandsAtItsRightEndsThere(
      @ForAll @AlphaChars @StringLength(max = 100) String text,
      @ForAll @IntRange(min = 20, max = 200) int columns) {
    String line = new ScreenLine(text, "1.5s").in(columns);
    assertEquals(columns, line.length());
    assertTrue(line.endsWith(" 1.5s"), line);
    String kept = line.substring(0, columns - 5).stripTrailing();
    assertTrue(text.startsWith(kept), line);
    assertEquals(Math.min(text.length(), columns - 5), kept.length(), line);
  }

  @Property
  void nothingMovesTheCursor(@ForAll String text) {
    String shown = ScreenLine.shown("\033[2J" + text + "\033]0;title\007" + text + "\033[31m");
    assertFalse(
        shown
            .codePoints()
            .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT),
        shown);
  }

  @Example
  void onlyTheTextIsLeftOfWhatProgramsWriteToTerminals() {
    assertEquals("red plain", ScreenLine.shown("\033[1;31mred\033[0m plain"));
    assertEquals("text", ScreenLine.shown("\033]0;a title\007te\033(Bxt"));
    assertEquals("text", ScreenLine.shown("\033]8;;http://x\033\\text\033]8;;\033\\"));
    assertEquals("a       b", ScreenLine.shown("a\tb"));
    assertEquals("abc", ScreenLine.shown("a\u202eb\u200bc\007"));
  }

  @Example
  void aWideCharacterTakesTwoColumns() {
    assertEquals("水", ScreenLine.of("水水").in(3));
    assertEquals("水水", ScreenLine.of("水水").in(4));
  }
}
