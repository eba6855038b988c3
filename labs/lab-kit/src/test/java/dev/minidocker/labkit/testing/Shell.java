package dev.minidocker.labkit.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands as a reader would type them.
 *
 * @param directory in which
 * @param environment what is added to that of this process
 */
record Shell(Path directory, Map<String, String> environment) {
  private static final int LIMIT_SECONDS = 120;

  /**
   * What came of a command: its exit code, and what it printed on either output, up to the last
   * line with text.
   */
  record Answer(int code, List<String> lines) {

    /** The lines without what is only so on this machine. */
    List<String> anywhere(Shell shell) throws IOException {
      String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      return lines.stream()
          .map(line -> line.replace(shell.directory().toString(), Likeness.ELISION))
          .map(line -> line.matches(" *(host|container): +" + host) ? elided(line, host) : line)
          .map(String::stripTrailing)
          .toList();
    }

    private static String elided(String line, String end) {
      return line.substring(0, line.length() - end.length()) + Likeness.ELISION;
    }
  }

  /** Ends a command that takes too long, and says so in its place. */
  Answer run(String command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("md-page-", ".out");
    try {
      ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
      builder.environment().putAll(environment);
      builder.directory(directory.toFile());
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      Process process = builder.redirectInput(Path.of("/dev/null").toFile()).start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        throw new AssertionError(command + " did not end within " + LIMIT_SECONDS + " s");
      }
      String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      return new Answer(process.exitValue(), text.stripTrailing().lines().toList());
    } finally {
      Files.delete(output);
    }
  }
}
