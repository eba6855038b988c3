package dev.minidocker.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JDK, by its home. */
record Jdk(Path home, int version) {
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");

  /** The one that runs this. */
  static Jdk running() {
    return new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  }

  /** The one that runs this, which the launch script chose as the newest, and a 17 beside it. */
  static List<Jdk> newestAnd17() {
    List<Jdk> jdks = new ArrayList<>(List.of(running()));
    try (DirectoryStream<Path> homes = Files.newDirectoryStream(INSTALLED, "*17*")) {
      for (Path home : homes) {
        if (Files.isExecutable(home.resolve("bin/javac")) && jdks.size() == 1) {
          jdks.add(new Jdk(home, 17));
        }
      }
    } catch (IOException e) {
      return jdks; // there is no such directory on this kind of system
    }
    return running().version() == 17 ? List.of(running()) : jdks;
  }

  boolean isRunning() {
    return equals(running());
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
