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
        "RUN --network=red a     | expected default, none, host",
        "ADD --checksum=md5:0 http://h/a b | expected sha256: and 64 hexadecimal digits",
        "ADD --checksum=sha256:0 http://h/a http://h/b c/ | of one file, and there are 2",
        "COPY --checksum=sha256:0 a b | COPY has no flag --checksum",
        "COPY --chmod=9 a b      | expected three or four octal digits",
        "COPY [\"a\"]             | expected COPY SOURCE… DESTINATION",
        "COPY                    | COPY has no argument",
        "ADD a                   | expected ADD SOURCE… DESTINATION",
        "ADD --from=x a b        | it has --chown",
        "RUN                     | RUN has no argument",
        "RUN []                  | expected RUN [",
        "RUN <<EOF               | expected a line that is just EOF",
        "CMD                     | CMD has no argument",
        "ENTRYPOINT              | ENTRYPOINT has no argument",
        "EXPOSE http             | expected a port, as in 80",
        "EXPOSE 80/xyz           | expected a port, as in 80",
        "EXPOSE 80 70000         | ports go from 1 to 65535",
        "MAINTAINER              | MAINTAINER has no argument",
        "WORKDIR                 | WORKDIR has no argument",
        "ARG                     | ARG has no argument",
        "ONBUILD                 | ONBUILD has no argument",
        "ONBUILD EXPOSE 0        | ports go from 1 to 65535",
        "ONBUILD WHAT            | unknown instruction WHAT",
        "VOLUME []               | VOLUME needs paths",
        "FROM --platform a       | expected --platform=…",
        "HEALTHCHECK NONE x      | expected HEALTHCHECK NONE or",
        "HEALTHCHECK --interval=5 CMD x | for example 30s",
        "HEALTHCHECK --retries=x CMD x | expected a number",
        "\\                       | expected an instruction",
        "ENV =b                  | expected NAME=VALUE",
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
