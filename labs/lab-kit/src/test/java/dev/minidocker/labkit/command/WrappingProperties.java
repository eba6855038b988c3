package dev.minidocker.labkit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class WrappingProperties {

  @Property
  void noLineIsWiderThanTheTerminalAndNoWordIsLost(
      @ForAll("texts") String text, @ForAll @IntRange(min = 30, max = 120) int columns) {
    String wrapped = Wrapping.wrapped(text, columns);
    assertEquals(words(text), words(wrapped));
    for (String line : wrapped.lines().toList()) {
      assertTrue(Wrapping.width(line) <= columns, wrapped);
    }
  }

  @Property
  void aLineIsAsLongAsItCanBe(
      @ForAll("plain") String text, @ForAll @IntRange(min = 30, max = 120) int columns) {
    List<String> lines = Wrapping.wrapped(text, columns).lines().toList();
    for (int i = 1; i < lines.size(); i++) {
      String first = lines.get(i).strip().split(" ", 2)[0];
      assertTrue((lines.get(i - 1) + " " + first).length() > columns, lines::toString);
    }
  }

  @Property
  void whatFitsStaysAsItIs(@ForAll("texts") String text) {
    assertEquals(text, Wrapping.wrapped(text, Wrapping.width(text)));
  }

  @Example
  void whatFollowsStandsBelowTheBeginningOfTheText() {
    assertEquals("  ✓ one two\n    three", Wrapping.wrapped("  ✓ one two three", 12));
    assertEquals("  - one two\n    three", Wrapping.wrapped("  - one two three", 12));
    assertEquals("    one two\n    three", Wrapping.wrapped("    one two three", 12));
    assertEquals(
        "no     one  two three\n            four",
        Wrapping.wrapped("no     one  two three four", 24));
    assertEquals("\33[32m✓ one\n  two\33[0m", Wrapping.wrapped("\33[32m✓ one two\33[0m", 6));
    assertEquals("  ok: one\n      two", Wrapping.wrapped("  ok: one two", 12));
  }

  @Example
  void wideLettersCountTwoAndLinesBeginWithNoComma() {
    assertEquals("容器是程\n序。", Wrapping.wrapped("容器是程序。", 8));
    assertEquals("容器是，\n程序", Wrapping.wrapped("容器是，程序", 9));
    assertEquals("容器\n是，程\n序", Wrapping.wrapped("容器是，程序", 6));
    assertEquals("用 mount\n挂载", Wrapping.wrapped("用 mount 挂载", 9));
  }

  private static List<String> words(String text) {
    return Stream.of(text.split("[ \n]+")).filter(word -> !word.isEmpty()).toList();
  }

  @Provide
  Arbitrary<String> plain() {
    return sentence(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(14));
  }

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> words =
        Arbitraries.oneOf(
            Arbitraries.strings().withCharRange('!', '~').ofMaxLength(14),
            Arbitraries.of("\33[32mgreen\33[0m", "é", "e\u0301", "✓", "│", "-", "容", "컨"));
    return sentence(words);
  }

  private static Arbitrary<String> sentence(Arbitrary<String> words) {
    Arbitrary<String> beginnings = Arbitraries.of("", "  ", "  ✓ ", "no     ", "    - ");
    return words
        .list()
        .ofMaxSize(40)
        .flatMap(
            list ->
                beginnings.map(
                    beginning ->
                        (beginning + list.stream().collect(Collectors.joining(" ")))
                            .stripTrailing()));
  }
}
