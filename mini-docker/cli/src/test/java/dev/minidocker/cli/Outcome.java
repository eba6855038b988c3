package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** What came of a command line. */
record Outcome(int code, String out, String err) {

  Outcome exitsWith(int expected) {
    assertEquals(expected, code, this::toString);
    return this;
  }

  Outcome prints(String expected) {
    assertEquals(expected, out, this::toString);
    return exitsWith(0);
  }

  /** Exactly one line for the user: no stack trace, nothing twice. */
  Outcome complains(int expected, String... fragments) {
    List<String> lines = err.lines().toList();
    assertEquals(1, lines.size(), this::toString);
    assertTrue(lines.get(0).startsWith("mini-docker: "), this::toString);
    for (String fragment : fragments) {
      assertTrue(lines.get(0).contains(fragment), () -> "no \"" + fragment + "\" in " + this);
    }
    return exitsWith(expected);
  }
}
