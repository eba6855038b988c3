package dev.minidocker.labkit.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Transcript;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What holds for every lab, none of whose tests leaves anything; its own test adds which mechanisms
 * are found out.
 */
@ExtendWith(LeavesNothing.class)
public interface LabContract {

  /** The lab, with the reference implementation. */
  Lab lab();

  @TestFactory
  default Stream<DynamicTest> everyExperimentShowsWhatItClaims() {
    List<Experiment> experiments = lab().experiments();
    assertFalse(experiments.isEmpty());
    return experiments.stream()
        .map(
            experiment ->
                DynamicTest.dynamicTest(experiment.name(), () -> assertShowsItsClaims(experiment)));
  }

  private static void assertShowsItsClaims(Experiment experiment) {
    Transcript transcript = ExperimentRunner.run(experiment);
    boolean failing = "fail".equals(System.getProperty("skips")) && isForThisMachine(experiment);
    assumeFalse(transcript.skipped() && !failing, transcript::toString);
    assertTrue(transcript.succeeded(), transcript::toString);
  }

  /** Whether it could run here, given the privileges and programs. */
  private static boolean isForThisMachine(Experiment experiment) {
    return experiment.needs().stream()
        .filter(Need::isOfTheMachine)
        .allMatch(need -> need.missing().isEmpty());
  }

  @Test
  default void theListOfLabsKnowsIt() {
    assertEquals(
        List.of(lab().getClass()),
        Lab.all().stream()
            .filter(other -> other.topic().equals(lab().topic()))
            .map(Lab::getClass)
            .toList());
  }
}
