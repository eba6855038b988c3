package dev.minidocker.labkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a chapter's solutions promise; for a test in the solutions' module. */
public interface SolutionContract {

  @TestFactory
  default Stream<DynamicTest> everyCheckOfTheExercisesPasses() {
    Grading grading = Grading.ofThisModule();
    return grading.verdicts(grading.solution()).stream()
        .map(
            verdict ->
                DynamicTest.dynamicTest(
                    verdict.name() + ": " + verdict.title(),
                    () -> assertTrue(verdict.passed(), verdict::toString)));
  }

  @Test
  default void everyExerciseHasASolutionOfTheSameName() {
    Grading grading = Grading.ofThisModule();
    assertEquals(names(grading.chapter().work()), names(grading.solution()));
  }

  @Test
  default void nothingIsLeftToDo() throws IOException {
    for (Path file : Grading.ofThisModule().solution()) {
      assertFalse(Files.readString(file).contains("TODO"), () -> file + " has a TODO");
    }
  }

  private static List<String> names(List<Path> files) {
    return files.stream().map(file -> file.getFileName().toString()).toList();
  }
}
