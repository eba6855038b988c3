package dev.minidocker.labkit.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where in a learner's files a verdict points. */
final class Place {
  private Place() {}

  /** The line where it happened, or what is still to do, or where the class begins. */
  static Verdict of(Verdict verdict, List<Path> work) {
    for (Path file : work) {
      if (file.endsWith(verdict.exercise() + ".java")) {
        int line = verdict.line() > 0 ? verdict.line() : line(file, verdict.exercise());
        return verdict.at(file.toString(), line);
      }
    }
    return verdict;
  }

  /** What stands in a line, if there is such a line. */
  static Optional<String> text(String file, int line) {
    if (file.isEmpty() || line < 1) {
      return Optional.empty();
    }
    try {
      return Files.readAllLines(Path.of(file)).stream().skip(line - 1L).findFirst();
    } catch (IOException e) { // what is no text has no lines
      return Optional.empty();
    }
  }

  private static int line(Path file, String className) {
    try {
      List<String> lines = Files.readAllLines(file);
      int todo = lineWith("TODO", lines);
      return todo > 0 ? todo : Math.max(1, lineWith(" " + className + " ", lines));
    } catch (IOException e) { // it was there a moment ago, when it was compiled
      return 1;
    }
  }

  private static int lineWith(String text, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i + 1;
      }
    }
    return 0;
  }
}
