package dev.minidocker.labkit.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory for what is compiled; closing removes it.
 *
 * @param path of the directory
 */
public record WorkingDirectory(Path path) implements AutoCloseable {

  public static WorkingDirectory temporary() {
    try {
      return new WorkingDirectory(Files.createTempDirectory("md-check-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path make(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> below = Files.walk(path)) {
      List<Path> deepestFirst = below.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
