package dev.minidocker.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that prepare what is measured, or measure it themselves. */
final class Processes {
  private static final int PATIENCE_SECONDS = 30;

  private Processes() {}

  /** What a program came to. */
  record Ended(int code, String said) {}

  /** Runs a program to its end, whatever that is; its errors are among what it said. */
  static Ended end(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), said);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + command.get(0), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while this ran: " + command, e);
    }
  }

  /** What a program says; it must succeed. */
  static String said(List<String> command) {
    Ended ended = end(command);
    if (ended.code() != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " ended with " + ended.code() + ": " + ended.said());
    }
    return ended.said();
  }

  /** Starts one that goes on; what it says goes to a file. */
  static Process begin(List<String> command, Path log) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.get(0), e);
    }
  }

  /** Asks it to end, and then makes it end. */
  static void end(Process process) {
    process.destroy();
    process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
  }
}
