package dev.minidocker.build.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK has such patterns for files; it takes its time for some of them. */
class PathPatternProperties {

  @Property(tries = 5000)
  void itMeansWhatTheSamePatternMeansForFiles(
      @ForAll("patterns") String pattern, @ForAll("names") String name) {
    boolean expected =
        FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(name));
    assertEquals(expected, new PathPattern(pattern).matches(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "**/", "a*", "a**", "**/a*/"})
  void manyStarsTakeNoTime(String part) {
    PathPattern pattern = new PathPattern(part.repeat(200) + "x");
    for (String name : List.of("a", "a/", "a/a")) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(5), () -> assertFalse(pattern.matches(name.repeat(2_000))));
    }
  }

  /** Two stars side by side mean something else for files, and brackets leave out the slash. */
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
