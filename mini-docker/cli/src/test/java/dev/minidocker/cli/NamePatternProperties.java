package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The JDK has such patterns for files; it takes its time for some of them. */
class NamePatternProperties {

  @Property(tries = 5000)
  void itMeansWhatTheSamePatternMeansForFiles(
      @ForAll("patterns") String pattern, @ForAll("names") String name) {
    boolean expected =
        FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(name));
    assertEquals(expected, NamePattern.parse(pattern).matches(name));
  }

  @Example
  void manyStarsTakeNoTime() {
    NamePattern pattern = NamePattern.parse("*".repeat(200) + "a*".repeat(200) + "x");
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertFalse(pattern.matches("a".repeat(10_000))));
  }

  @Example
  void aBracketIsClosed() {
    assertThrows(IllegalArgumentException.class, () -> NamePattern.parse("a[b"));
    assertThrows(IllegalArgumentException.class, () -> NamePattern.parse("["));
  }

  /** Two stars side by side mean something else for files. */
  @Provide
  Arbitrary<String> patterns() {
    Arbitrary<String> part =
        Arbitraries.of("a", "b", "/", ":", "*", "?", "[ab]", "[a-b]", "\\*", "a*b");
    return part.list()
        .ofMaxSize(6)
        .map(parts -> String.join("", parts))
        .filter(pattern -> !pattern.contains("**") && !pattern.contains("//"));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of("a", "b", "/", ":", "ab", "*")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(parts -> String.join("", parts))
        .filter(name -> Path.of(name).toString().equals(name));
  }
}
