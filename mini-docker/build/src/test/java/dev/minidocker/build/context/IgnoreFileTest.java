package dev.minidocker.build.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoreFileTest {

  /** The examples of the reference, and what follows from its words. */
  @ParameterizedTest
  @CsvSource({
    "*/temp*,             a/temporary.txt, true",
    "*/temp*,             a/b/temp,        false",
    "*/*/temp*,           a/b/tempo/x,     true",
    "temp?,               tempa,           true",
    "temp?,               temp/a,          false",
    "**/*.go,             main.go,         true",
    "**/*.go,             a/b/c.go,        true",
    "*.md|!README.md,     README.md,       false",
    "*.md|!README*.md|README-secret.md, README-secret.md, true",
    "*.md|README-secret.md|!README*.md, README-secret.md, false",
    "a|!a/b,              a/c,             true",
    "a|!a/b,              a/b/c,           false",
    "a|!**/b,             a/b/c,           false",
    "a|!*/b,              a/c,             true",
    "/foo/bar,            foo/bar,         true",
    "./foo/../x/,         x/y,             true",
    "#x,                  #x,              false",
    "*,                   .hidden,         true",
    "[a-c]x,              bx,              true",
    "[^a-c]x,             bx,              false",
    "\\*,                 a,               false",
    "\\*,                 *,               true",
    "a**b,                axx/b,           true",
    "c[^a]a,              c/a,             true",
    "../*,                a,               false",
    "/../*,               a,               true",
  })
  void theLastPatternThatMatchesDecides(String lines, String path, boolean ignored) {
    assertEquals(ignored, IgnoreFile.parse(lines.replace('|', '\n')).ignores(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"!", "[a", "[", "[]", "[^]", "a\\"})
  void whatIsNoPatternIsRefused(String line) {
    String told = assertThrows(ContextException.class, () -> IgnoreFile.parse(line)).getMessage();
    assertTrue(told.contains("\"" + line + "\""), told);
  }
}
