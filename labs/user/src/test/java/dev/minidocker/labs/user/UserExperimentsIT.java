package dev.minidocker.labs.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Transcript;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Program;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Requires(Need.USER_NAMESPACES)
class UserExperimentsIT {

  static Stream<Experiment> experiments() {
    return new UserExperiments(new UserNamespace()).all().stream();
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void everyExperimentShowsWhatItClaims(Experiment experiment) {
    Transcript transcript = ExperimentRunner.run(experiment);
    assumeFalse(transcript.skipped(), transcript::toString); // ranges, where there are none
    assertTrue(transcript.succeeded(), transcript::toString);
  }

  @Test
  void aMechanismThatDoesNothingIsFoundOut() {
    UserMechanism lazy =
        new UserMechanism() {
          @Override
          public Program program(UserConfig config) {
            return Program.EMPTY;
          }

          @Override
          public List<StarterAct> acts(UserConfig config) {
            return List.of();
          }
        };
    assertFalse(ExperimentRunner.run(new UserExperiments(lazy).nobody()).succeeded());
    assertFalse(ExperimentRunner.run(new UserExperiments(lazy).nested()).succeeded());
  }

  @Test
  void everyRunMakesUpItsIds() {
    UserExperiments experiments = new UserExperiments(new UserNamespace());
    assertNotEquals(
        ExperimentRunner.run(experiments.nobody()).toString(),
        ExperimentRunner.run(experiments.nobody()).toString());
  }

  @Test
  void theLabIsFoundByItsName() {
    assertEquals(1, Lab.all().stream().filter(lab -> lab.topic().equals("user")).count());
  }
}
