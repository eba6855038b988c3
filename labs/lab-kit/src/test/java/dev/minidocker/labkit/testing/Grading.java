package dev.minidocker.labkit.testing;

import dev.minidocker.labkit.check.Chapter;
import dev.minidocker.labkit.check.Grader;
import dev.minidocker.labkit.check.Verdict;
import dev.minidocker.labkit.check.Verdict.State;
import dev.minidocker.labkit.check.WorkingDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Grades the work of authors as that of learners is graded.
 *
 * @param chapter whose checks are made
 */
record Grading(Chapter chapter) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The chapter that the module of this test belongs to: {@code solutions/01-uts}'s, too. */
  static Grading ofThisModule() {
    Path module = Path.of("").toAbsolutePath();
    Path checkout = module.getParent().getParent();
    return new Grading(new Chapter(checkout.resolve("exercises").resolve(module.getFileName())));
  }

  List<Path> solution() {
    Path checkout = chapter.directory().getParent().getParent();
    Path name = chapter.directory().getFileName();
    return Chapter.sourcesIn(checkout.resolve("solutions").resolve(name).resolve("src/main/java"));
  }

  /** The solution with one file replaced. */
  List<Path> solutionWith(Path replacement) {
    return solution().stream()
        .map(file -> file.endsWith(replacement.getFileName()) ? replacement : file)
        .toList();
  }

  List<Verdict> verdicts(List<Path> work) {
    try (WorkingDirectory scratch = WorkingDirectory.temporary()) {
      return new Grader(chapter, LIMIT, begun -> {}, decided -> {}).grade(work, "", scratch.path());
    }
  }

  static List<String> failed(List<Verdict> verdicts) {
    return verdicts.stream()
        .filter(verdict -> verdict.state() == State.FAILED)
        .map(Verdict::name)
        .toList();
  }
}
