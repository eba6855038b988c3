package dev.minidocker.labkit.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

  /**
   * A new one where temporary files are.
   *
   * @throws UncheckedIOException if there is no room; the message says what to do
   */
  public static WorkingDirectory temporary() {
    try {
      return new WorkingDirectory(Files.createTempDirectory("md-check-"));
    } catch (IOException e) {
      throw refused(e);
    }
  }

  static Path make(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw refused(e);
    }
  }

  /** That what is compiled cannot be written, as a line for the user. */
  static UncheckedIOException refused(IOException e) {
    String reason =
        e instanceof NoSuchFileException
            ? "no such directory"
            : e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : e.getMessage();
    return new UncheckedIOException(
        "what is compiled cannot be written to "
            + System.getProperty("java.io.tmpdir")
            + ": "
            + reason
            + ". Make room there, or name another directory:"
            + " export JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIRECTORY",
        e);
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
