package dev.minidocker.labkit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Lab;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What came of a command line that was carried out in this process. */
record Typed(int code, String out, String err) {

  static Typed lab(Lab lab, Path state, String... args) {
    StringBuilder out = new StringBuilder();
    Page page = new Page(out::append, 0, 24, false, true);
    Session session = new Session(new Course(List.of(lab)), page, Progress.in(state));
    PrintStream before = System.err;
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int code = Main.execute(session, args);
      return new Typed(code, out.toString(), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(before);
    }
  }

  Typed exitsWith(int expected) {
    assertEquals(expected, code, this::toString);
    return this;
  }

  Typed shows(String... texts) {
    for (String text : texts) {
      assertTrue(out.contains(text), () -> "no \"" + text + "\" in " + this);
    }
    return this;
  }

  /** Exactly one line for the user. */
  Typed complains(String... texts) {
    assertEquals(1, err.lines().count(), this::toString);
    assertTrue(err.startsWith("lab: "), this::toString);
    for (String text : texts) {
      assertTrue(err.contains(text), () -> "no \"" + text + "\" in " + this);
    }
    return this;
  }
}
