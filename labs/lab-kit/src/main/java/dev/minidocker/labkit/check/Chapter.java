package dev.minidocker.labkit.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The exercises of a topic, as files.
 *
 * @param directory {@code exercises/01-uts}
 */
public record Chapter(Path directory) {
  private static final String NUMBERED = "\\d\\d-.+";

  /** All chapters that have exercises, in the order of the course. */
  public static List<Chapter> all(Path checkout) {
    Path exercises = checkout.resolve("exercises");
    if (!Files.isDirectory(exercises)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(exercises)) {
      return found
          .filter(directory -> directory.getFileName().toString().matches(NUMBERED))
          .sorted()
          .map(Chapter::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Optional<Chapter> of(Path checkout, String topic) {
    return all(checkout).stream().filter(chapter -> chapter.topic().equals(topic)).findFirst();
  }

  public String topic() {
    return directory.getFileName().toString().substring("01-".length());
  }

  /** What the learner writes. */
  public List<Path> work() {
    return sourcesIn(directory.resolve("src/main/java"));
  }

  /** The classes that the learner completes. */
  public List<String> exercises() {
    return work().stream()
        .map(file -> file.getFileName().toString().replace(".java", ""))
        .filter(name -> !name.equals("package-info"))
        .toList();
  }

  /** What examines it; beside this package are the tests of the authors. */
  public List<Path> checks() {
    return sourcesIn(directory.resolve("src/test/java")).stream()
        .filter(file -> file.getParent().endsWith("checks"))
        .toList();
  }

  /** Where the suite is named. */
  Path suite() {
    return directory.resolve("src/test/resources");
  }

  /** Where it says which of the learner's classes mini-docker can run on. */
  public Path services() {
    return directory.resolve("src/main/resources");
  }

  /** The Java files below a directory, in the order of their names. */
  public static List<Path> sourcesIn(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
