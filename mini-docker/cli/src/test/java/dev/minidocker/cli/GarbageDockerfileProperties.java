package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever stands in a Dockerfile, the answer is an image or one line. Nothing of it finds a
 * program to run: the images are empty.
 */
class GarbageDockerfileProperties {
  private static final String REAL =
      """
      # escape=\\
      ARG WORD=default
      FROM scratch AS one
      ENV A="b c" D=${WORD:-e}
      COPY --chown=1:2 --chmod=0640 data \\
        /d/
      ADD x.tar /x
      WORKDIR /d/$A
      LABEL l='m n'
      EXPOSE 80/tcp 90-92
      HEALTHCHECK --interval=5s --retries=3 CMD ["x", "y"]
      ONBUILD COPY data /e
      COPY <<END /f
      text $A
      END
      FROM scratch
      COPY --from=one /d /e
      VOLUME ["/v"]
      SHELL ["/s", "-c"]
      STOPSIGNAL 9
      USER 7:8
      CMD z
      ENTRYPOINT ["/z"]
      """;

  private static Path context;

  @BeforeContainer
  static void makeFiles() throws IOException {
    context = Files.createTempDirectory("md-garbage-");
    Files.writeString(context.resolve("data"), "data");
    Files.writeString(context.resolve("x.tar"), "no archive");
  }

  @AfterContainer
  static void removeFiles() throws IOException {
    for (String name : List.of("data", "x.tar", "Dockerfile", "")) {
      Files.deleteIfExists(context.resolve(name));
    }
  }

  @AfterTry
  void removeTheImage() {
    CommandLines.execute("rmi", "md-garbage");
  }

  @Example
  void whatIsWholeIsBuilt() {
    assertEquals(0, build(REAL.getBytes(StandardCharsets.UTF_8)));
  }

  @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
  void whatIsHalfRightIsBuiltOrRefusedInOneLine(@ForAll("damaged") byte[] text) {
    build(text);
  }

  @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED)
  void bytesAreRefusedInOneLine(@ForAll byte[] text) {
    build(text);
  }

  @Provide
  Arbitrary<byte[]> damaged() {
    byte[] real = REAL.getBytes(StandardCharsets.UTF_8);
    Arbitrary<String> inserted =
        Arbitraries.oneOf(
            Arbitraries.of("\"", "'", "$", "${", "\\", "\n", "[", "--", "<<A", "=", "/", "..", "é"),
            Arbitraries.strings().ofMaxLength(3));
    Arbitrary<Damage> damage =
        Combinators.combine(
                Arbitraries.integers().between(0, real.length),
                Arbitraries.integers().between(0, 20),
                inserted)
            .as(Damage::new);
    return damage.list().ofMinSize(1).ofMaxSize(3).map(all -> damaged(real, all));
  }

  /** Some bytes are replaced by others. */
  record Damage(int at, int removed, String inserted) {
    byte[] of(byte[] text) {
      int begin = Math.min(at, text.length);
      int end = Math.min(begin + removed, text.length);
      ByteArrayOutputStream damaged = new ByteArrayOutputStream();
      damaged.write(text, 0, begin);
      damaged.writeBytes(inserted.getBytes(StandardCharsets.UTF_8));
      damaged.write(text, end, text.length - end);
      return damaged.toByteArray();
    }
  }

  private static byte[] damaged(byte[] text, List<Damage> all) {
    byte[] result = text;
    for (Damage damage : all) {
      result = damage.of(result);
    }
    return result;
  }

  private static int build(byte[] text) {
    try {
      Files.write(context.resolve("Dockerfile"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Outcome outcome = CommandLines.execute("build", "-q", "-t", "md-garbage", context.toString());
    assertTrue(Set.of(0, 1, 126, 127).contains(outcome.code()), outcome::toString);
    assertFalse(outcome.err().contains("Exception"), outcome::toString);
    if (outcome.code() != 0) {
      List<String> lines = outcome.err().lines().toList();
      assertEquals(1, lines.size(), outcome::toString);
      assertTrue(lines.get(0).startsWith("mini-docker: "), outcome::toString);
      assertTrue(lines.get(0).contains("Dockerfile:"), outcome::toString);
    }
    return outcome.code();
  }
}
