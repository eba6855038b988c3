package dev.minidocker.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

/** What authors of exercises promise, held against every chapter that there is. */
@Requires(Need.NAMESPACES)
class ExercisesIT {
  private static final Path CHECKOUT = Path.of("").toAbsolutePath().getParent();
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int FEWEST_WRONG = 3;

  @TestFactory
  Stream<DynamicTest> noExercisePassesUnsolved() {
    return chapters(
        chapter -> {
          List<Verdict> verdicts = grade(chapter, chapter.work());
          for (String exercise : chapter.exercises()) {
            assertTrue(
                verdicts.stream()
                    .anyMatch(
                        verdict ->
                            verdict.exercise().equals(exercise) && verdict.state() == State.FAILED),
                () -> exercise + " passes as it is; has it been solved here? " + verdicts);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> everySolutionPasses() {
    return chapters(chapter -> assertEquals(List.of(), failed(grade(chapter, solution(chapter)))));
  }

  @TestFactory
  Stream<DynamicTest> everyWrongSolutionFailsOnTheRightCheckAndNoOther() throws IOException {
    return Chapter.all(CHECKOUT).stream()
        .flatMap(
            chapter -> {
              List<Path> all = Chapter.sourcesIn(chapter.directory().resolve("src/wrong"));
              assertTrue(all.size() >= FEWEST_WRONG, () -> chapter + " has " + all);
              return all.stream()
                  .map(file -> DynamicTest.dynamicTest(nameOf(file), () -> fails(chapter, file)));
            });
  }

  @TestFactory
  Stream<DynamicTest> everyExerciseHasATodoAndAHintAndNoSolutionHasATodo() {
    return chapters(
        chapter -> {
          for (Path file : chapter.work()) {
            String text = Files.readString(file);
            assertTrue(text.contains("TODO"), () -> file + " has no TODO");
            assertTrue(text.contains("Hint:"), () -> file + " has no hint");
          }
          List<String> names = names(chapter.work());
          assertEquals(names, names(solution(chapter)));
          for (Path file : solution(chapter)) {
            assertFalse(Files.readString(file).contains("TODO"), () -> file + " has a TODO");
          }
          for (Verdict verdict : grade(chapter, chapter.work())) {
            assertFalse(verdict.hint().isEmpty(), () -> verdict.name() + " has no hint");
          }
        });
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

  private static void fails(Chapter chapter, Path wrong) throws IOException {
    String expected = Files.readAllLines(wrong).get(0).replace("// fails: ", "");
    assertEquals(List.of(expected), failed(grade(chapter, instead(chapter, wrong))));
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

  private static List<Verdict> grade(Chapter chapter, List<Path> work) {
    return grade(chapter, work, LIMIT);
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

  private static List<String> names(List<Path> files) {
    return files.stream().map(file -> file.getFileName().toString()).toList();
  }

  private static String nameOf(Path wrong) {
    return wrong.getParent().getFileName().toString();
  }

  private interface Claim {
    void hold(Chapter chapter) throws IOException;
  }

  private static Stream<DynamicTest> chapters(Claim claim) {
    return Chapter.all(CHECKOUT).stream()
        .map(chapter -> DynamicTest.dynamicTest(chapter.topic(), () -> claim.hold(chapter)));
  }
}
