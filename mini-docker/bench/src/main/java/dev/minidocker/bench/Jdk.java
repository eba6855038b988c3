package dev.minidocker.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JDK, by its home. */
record Jdk(Path home, int version) {

  /** The one that runs this. */
  static Jdk running() {
    return new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  }

  Path java() {
    return home.resolve("bin/java");
  }

  /** Compiles one class, whose source is {@code text}, into {@code directory}. */
  void compile(Path directory, String name, String text) {
    Path source = directory.resolve(name + ".java");
    try {
      Files.writeString(source, text);
      Process javac =
          new ProcessBuilder(
                  home.resolve("bin/javac").toString(),
                  "-d",
                  directory.toString(),
                  source.toString())
              .inheritIO()
              .start();
      if (javac.waitFor() != 0) {
        throw new IllegalStateException("javac refuses " + source);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compile " + source, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while javac worked", e);
    }
  }
}
