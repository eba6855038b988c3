package dev.minidocker.labkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MissingTest {
  private static final String SKIPS = "skips";

  private final String before = System.getProperty(SKIPS, "report");

  @Requires(programs = "sh")
  private static final class Possible {}

  @Requires(programs = {"sh", "md-no-such-program"})
  private static final class Impossible {}

  @AfterEach
  void restore() {
    System.setProperty(SKIPS, before);
  }

  @Test
  void whatIsThereIsNotMissing() {
    System.setProperty(SKIPS, "report");
    assertEquals(Optional.empty(), Missing.toSkip(Possible.class));
    System.setProperty(SKIPS, "fail");
    assertEquals(Optional.empty(), Missing.failure(Possible.class));
  }

  @Test
  void aSkipNamesWhatIsMissing() {
    System.setProperty(SKIPS, "report");
    assertTrue(Missing.toSkip(Impossible.class).orElseThrow().contains("md-no-such-program"));
    assertEquals(Optional.empty(), Missing.failure(Impossible.class));
  }

  @Test
  void whereSkipsCountAsFailuresTheTestFails() {
    System.setProperty(SKIPS, "fail");
    AssertionError failure = Missing.failure(Impossible.class).orElseThrow();
    assertTrue(failure.getMessage().contains("md-no-such-program"));
    assertEquals(Optional.empty(), Missing.toSkip(Impossible.class));
  }
}
