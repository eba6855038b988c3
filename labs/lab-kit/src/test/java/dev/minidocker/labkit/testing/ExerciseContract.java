package dev.minidocker.labkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.check.Chapter;
import dev.minidocker.labkit.check.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the authors of a chapter's exercises promise; for a test in the exercises' module. */
public interface ExerciseContract {
  int FEWEST_WRONG = 3;

  /** The checks that an untouched exercise fails; those that build on them are skipped. */
  Set<String> failedAtFirst();

  @Test
  default void untouchedExercisesCompileAndFailWhatIsStillToDo() {
    Grading grading = Grading.ofThisModule();
    List<Verdict> verdicts = grading.verdicts(grading.chapter().work());
    assertTrue(verdicts.get(0).passed(), verdicts::toString);
    assertEquals(new TreeSet<>(failedAtFirst()), new TreeSet<>(Grading.failed(verdicts)));
  }

  @TestFactory
  default Stream<DynamicTest> noExercisePassesUnsolved() {
    Grading grading = Grading.ofThisModule();
    List<Verdict> verdicts = grading.verdicts(grading.chapter().work());
    return grading.chapter().exercises().stream()
        .map(
            exercise ->
                DynamicTest.dynamicTest(
                    exercise,
                    () ->
                        assertFalse(
                            verdicts.stream()
                                .filter(verdict -> verdict.exercise().equals(exercise))
                                .allMatch(Verdict::passed),
                            "it passes as it is; has it been solved here?")));
  }

  @TestFactory
  default Stream<DynamicTest> everyWrongSolutionFailsOnTheRightCheckAndNoOther() {
    Grading grading = Grading.ofThisModule();
    List<Path> all = Chapter.sourcesIn(grading.chapter().directory().resolve("src/wrong"));
    assertTrue(all.size() >= FEWEST_WRONG, all::toString);
    return all.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getParent().getFileName().toString(),
                    () ->
                        assertEquals(
                            List.of(announced(file)),
                            Grading.failed(grading.verdicts(grading.solutionWith(file))))));
  }

  private static String announced(Path wrong) throws IOException {
    return Files.readAllLines(wrong).get(0).replace("// fails: ", "");
  }

  @TestFactory
  default Stream<DynamicTest> everyExerciseHasATodoAndAHint() {
    return Grading.ofThisModule().chapter().work().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () -> {
                      String text = Files.readString(file);
                      assertTrue(text.contains("TODO"), "no TODO");
                      assertTrue(text.contains("Hint:"), "no hint");
                    }));
  }

  @TestFactory
  default Stream<DynamicTest> everyCheckHasAHint() {
    Grading grading = Grading.ofThisModule();
    return grading.verdicts(grading.chapter().work()).stream()
        .map(
            verdict ->
                DynamicTest.dynamicTest(
                    verdict.name(), () -> assertFalse(verdict.hint().isEmpty(), "no hint")));
  }
}
