package dev.minidocker.course;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.check.Chapter;
import dev.minidocker.labkit.check.Grader;
import dev.minidocker.labkit.check.Verdict;
import dev.minidocker.labkit.check.Verdict.State;
import dev.minidocker.labkit.check.WorkingDirectory;
import dev.minidocker.labkit.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The chapters that there are, and what becomes of code that ends or hangs its examination. */
@Requires(Need.NAMESPACES)
class ExercisesIT {
  private static final Path CHECKOUT = Path.of("").toAbsolutePath().getParent();

  @TestFactory
  Stream<DynamicTest> everyChapterHasSolutionsAndBothAreTestedModules() throws IOException {
    String pom = Files.readString(CHECKOUT.resolve("pom.xml"));
    return Chapter.all(CHECKOUT).stream()
        .map(
            chapter ->
                DynamicTest.dynamicTest(
                    chapter.topic(),
                    () -> {
                      String name = chapter.directory().getFileName().toString();
                      assertTrue(pom.contains("<module>exercises/" + name + "</module>"));
                      assertTrue(pom.contains("<module>solutions/" + name + "</module>"));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> whatEndsOrHangsIsOneFailureAndTheRestIsExamined() {
    return Stream.of("System.exit(0);", "while (seen != null) {}", "return program(config);")
        .map(evil -> DynamicTest.dynamicTest(evil, () -> survives(evil)));
  }

  private static void survives(String evil) throws IOException {
    Chapter chapter = Chapter.of(CHECKOUT, "uts").orElseThrow();
    try (WorkingDirectory scratch = WorkingDirectory.temporary()) {
      Path file = scratch.path().resolve("MyUtsNames.java");
      String text = Files.readString(chapter.work().get(0));
      String body =
          evil.startsWith("return") ? evil : "Object seen = config; " + evil + " return null;";
      Files.writeString(file, text.replaceAll("return Program.EMPTY;", body));
      List<Verdict> verdicts = grade(chapter, instead(chapter, file), Duration.ofSeconds(3));
      assertTrue(failed(verdicts).contains("uts/host-name"), verdicts::toString);
      assertTrue(
          verdicts.stream().anyMatch(v -> v.name().equals("uts/law-kills") && v.passed()),
          verdicts::toString);
    }
  }

  /** The solution with one file replaced. */
  private static List<Path> instead(Chapter chapter, Path replacement) {
    return solution(chapter).stream()
        .map(file -> file.endsWith(replacement.getFileName()) ? replacement : file)
        .toList();
  }

  private static List<Path> solution(Chapter chapter) {
    String name = chapter.directory().getFileName().toString();
    return Chapter.sourcesIn(CHECKOUT.resolve("solutions").resolve(name).resolve("src/main/java"));
  }

  private static List<Verdict> grade(Chapter chapter, List<Path> work, Duration limit) {
    try (WorkingDirectory scratch = WorkingDirectory.temporary()) {
      return new Grader(chapter, limit, begun -> {}, decided -> {}).grade(work, "", scratch.path());
    }
  }

  private static List<String> failed(List<Verdict> verdicts) {
    return verdicts.stream()
        .filter(verdict -> verdict.state() == State.FAILED)
        .map(Verdict::name)
        .toList();
  }
}
