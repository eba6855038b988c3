package dev.minidocker.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.testing.StartUpCache;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Command lines with the lab command in them, run as processes. */
final class Command {
  private static final int TIMEOUT_SECONDS = 120;

  private static final List<String> LAB =
      StartUpCache.command(
          List.of("-Dlaunch.locale=C.UTF-8"),
          "dev.minidocker.labkit.command.Main",
          "run",
          "uts",
          "--auto");

  private Command() {}

  /** What came of one; both outputs in one text. */
  record Outcome(int code, String text) {
    Outcome exitsWith(int expected) {
      assertEquals(expected, code, text);
      return this;
    }

    Outcome shows(String... expected) {
      for (String part : expected) {
        assertTrue(text.contains(part), () -> "no \"" + part + "\" in " + text);
      }
      return this;
    }
  }

  /** The command that starts lab with these arguments. */
  static List<String> lab(String... args) {
    List<String> command = new ArrayList<>(LAB);
    command.addAll(List.of(args));
    return command;
  }

  /** The same for a shell. */
  static String words(List<String> command) {
    return command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
  }

  /** Runs a command that keeps its progress in {@code state}. */
  static Outcome run(Path state, List<String> command) throws Exception {
    Process process = start(state, command);
    process.getOutputStream().close();
    CompletableFuture<String> text = CompletableFuture.supplyAsync(() -> read(process));
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("hangs: " + text.getNow("?"));
    }
    return new Outcome(process.exitValue(), text.get());
  }

  static Process start(Path state, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("XDG_STATE_HOME", state.toString());
    builder.environment().put("TERM", "xterm");
    builder.environment().remove("NO_COLOR");
    return builder.start();
  }

  private static String read(Process process) {
    try (InputStream stream = process.getInputStream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
