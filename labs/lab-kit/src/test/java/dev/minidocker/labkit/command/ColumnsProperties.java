package dev.minidocker.labkit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class ColumnsProperties {

  @Property
  void noLineIsWiderThanTheTerminal(
      @ForAll @StringLength(max = 300) String host,
      @ForAll @StringLength(max = 300) String container,
      @ForAll @IntRange(min = 45, max = 200) int columns) {
    for (String line : Columns.beside(host, container, columns)) {
      assertTrue(line.codePointCount(0, line.length()) <= columns, line);
    }
  }

  @Property
  void eachViewIsWholeOnItsSide(
      @ForAll @AlphaChars @StringLength(min = 1, max = 300) String host,
      @ForAll @AlphaChars @StringLength(min = 1, max = 300) String container,
      @ForAll @IntRange(min = 45, max = 200) int columns) {
    List<String[]> sides =
        Columns.beside(host, container, columns).stream().map(line -> line.split("│", -1)).toList();
    assertEquals("host" + host, joined(sides, 0));
    assertEquals("container" + container, joined(sides, 1));
  }

  private static String joined(List<String[]> sides, int side) {
    return sides.stream().map(line -> line[side].strip()).collect(Collectors.joining());
  }

  @Property
  void whatIsObservedCannotCommandTheTerminal(@ForAll @StringLength(max = 50) String seen) {
    String shown = Page.harmless(seen);
    assertTrue(shown.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n'), shown);
  }
}
