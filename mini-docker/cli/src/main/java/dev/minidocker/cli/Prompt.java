package dev.minidocker.cli;

import dev.minidocker.image.ImageException;
import dev.minidocker.linux.HostTerminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Questions to whoever sits at the terminal. */
record Prompt(HostTerminal terminal, InputStream keys) {

  /**
   * Asks at the terminal behind standard input.
   *
   * @throws ImageException if there is none
   */
  static Prompt atTerminal() {
    return HostTerminal.behind(0)
        .map(terminal -> new Prompt(terminal, System.in))
        .orElseThrow(
            () ->
                new ImageException(
                    "there is no terminal to ask at: give -u NAME --password-stdin, and the"
                        + " password on standard input"));
  }

  String line(String question) {
    System.out.print(question);
    System.out.flush();
    return readLine();
  }

  /** What is typed is not shown; the terminal is put back also where Ctrl-C ends the program. */
  String secret(String question) {
    Runnable restore = terminal.hideInput();
    Thread atEnd = new Thread(restore, "restore-terminal");
    Runtime.getRuntime().addShutdownHook(atEnd);
    try {
      return line(question);
    } finally {
      Runtime.getRuntime().removeShutdownHook(atEnd);
      restore.run();
      System.out.println(); // in place of the one that was typed
    }
  }

  /** Byte by byte: what follows the line belongs to others. */
  private String readLine() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      int read = keys.read();
      while (read >= 0 && read != '\n') {
        line.write(read);
        read = keys.read();
      }
      if (read < 0 && line.size() == 0) {
        throw new ImageException("nothing was typed");
      }
      return line.toString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read from the terminal", e);
    }
  }
}
