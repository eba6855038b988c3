package dev.minidocker.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Executes command lines in this process; what a container itself writes is not seen. */
final class CapturedCommand {
  private CapturedCommand() {}

  /** Executes one that finds this at standard input; nothing else of this process prints then. */
  static Outcome execute(byte[] input, String... args) {
    InputStream in = System.in;
    System.setIn(new ByteArrayInputStream(input));
    try {
      return execute(args);
    } finally {
      System.setIn(in);
    }
  }

  /** Executes one; nothing else of this process prints meanwhile. */
  static Outcome execute(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream seenOut = new ByteArrayOutputStream();
    ByteArrayOutputStream seenErr = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(seenOut, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(seenErr, true, StandardCharsets.UTF_8));
      int code = Main.execute(args);
      return new Outcome(
          code, seenOut.toString(StandardCharsets.UTF_8), seenErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
