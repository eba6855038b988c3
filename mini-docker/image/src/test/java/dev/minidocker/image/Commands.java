package dev.minidocker.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.opentest4j.AssertionFailedError;

/** Other programs, and names that no test can know beforehand. */
final class Commands {
  private static final Random RANDOM = new Random();

  private Commands() {}

  /** Runs a program that must succeed; gives its output and its errors. */
  static String run(Path directory, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), () -> command + " says " + output);
      return output;
    } catch (IOException e) {
      throw new AssertionError(command.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(command.toString(), e);
    }
  }

  static String run(Path directory, String... command) {
    return run(directory, List.of(command));
  }

  /** Whether a program succeeds. */
  static boolean succeeds(Path directory, String... command) {
    try {
      run(directory, command);
      return true;
    } catch (AssertionFailedError e) {
      return false;
    }
  }

  static String randomName() {
    return "n" + Long.toString(RANDOM.nextLong() & Long.MAX_VALUE, 36);
  }

  /** How often a campaign is repeated. */
  static int times(int quick) {
    return quick * Integer.getInteger("thorough", 1);
  }
}
