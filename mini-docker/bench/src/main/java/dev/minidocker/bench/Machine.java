package dev.minidocker.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the figures were measured on. */
final class Machine {
  private Machine() {}

  static String describe() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.availableProcessors()
        + " cores, Linux "
        + System.getProperty("os.version")
        + ", "
        + System.getProperty("os.arch")
        + ", JDK "
        + Runtime.version()
        + ", load "
        + load();
  }

  private static String load() {
    try {
      List<String> words = List.of(Files.readString(Path.of("/proc/loadavg")).split(" ", -1));
      return words.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read /proc/loadavg", e);
    }
  }
}
