package dev.minidocker.build.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of mistake is told in one line: where, and what was expected. */
class SyntaxErrorsTest {

  /** The mistake stands in the third line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "FRM x                   | expected one of ADD ARG",
        "FROM                    | expected FROM",
        "FROM a b                | expected FROM [--platform=…] IMAGE [AS NAME]",
        "FROM a AS 1x            | a letter comes first",
        "FROM a AS scratch       | is taken",
        "COPY a                  | expected COPY SOURCE… DESTINATION",
        "COPY --form=x a b       | it has --from, --chown",
        "COPY --from a b         | expected --from=…",
        "COPY --chown=1 --chown=2 a b | given twice",
        "COPY a b c              | must end with /",
        "COPY <<EOF /x           | expected a line that is just EOF",
        "RUN --mount=type=x a    | has no flag --mount",
        "ENV A                   | expected NAME=VALUE",
        "ENV A=1 B               | expected NAME=VALUE",
        "ARG 1=2                 | expected NAME or NAME=DEFAULT",
        "LABEL                   | expected LABEL",
        "USER a b                | takes one argument, found 2",
        "STOPSIGNAL a b          | takes one argument, found 2",
        "SHELL bash -c           | expected SHELL [",
        "SHELL []                | expected SHELL [",
        "VOLUME [\"\"]           | none of them empty",
        "HEALTHCHECK true        | expected HEALTHCHECK NONE",
        "HEALTHCHECK --every=1 CMD x | it has --interval",
        "ONBUILD FROM x          | ONBUILD FROM is not allowed",
        "ONBUILD ONBUILD RUN x   | ONBUILD ONBUILD is not allowed",
        "ONBUILD COPY a          | expected COPY SOURCE… DESTINATION",
      })
  void aMistakeIsToldWithItsLine(String line, String expected) {
    DockerfileException told =
        assertThrows(
            DockerfileException.class,
            () -> Dockerfile.parse("dir/Dockerfile", "# a comment\nFROM scratch\n" + line.strip()));
    assertTrue(told.getMessage().startsWith("dir/Dockerfile:3: "), told.getMessage());
    assertTrue(told.getMessage().contains(expected.strip()), told.getMessage());
    assertFalse(told.getMessage().contains("\n"), told.getMessage());
    assertEquals(3, told.location().line());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "''           | Dockerfile:1: there is no FROM",
        "RUN x        | Dockerfile:1: expected FROM",
        "# escape=x   | Dockerfile:1: escape=x: expected a backslash or a backtick",
      })
  void aFileWithoutABeginningIsRefused(String text, String expected) {
    DockerfileException told =
        assertThrows(
            DockerfileException.class,
            () -> Dockerfile.parse("Dockerfile", text.replace("''", "")));
    assertTrue(told.getMessage().startsWith(expected.strip()), told.getMessage());
  }
}
