package dev.minidocker.labs.uts;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Transcript;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Program;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Requires(Need.NAMESPACES)
class UtsExperimentsIT {

  static Stream<Experiment> experiments() {
    return new UtsExperiments(new UtsNames()).all().stream();
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void everyExperimentShowsWhatItClaims(Experiment experiment) {
    Transcript transcript = ExperimentRunner.run(experiment);
    assertTrue(transcript.succeeded(), transcript::toString);
  }

  @Test
  void aMechanismThatDoesNothingIsFoundOut() {
    UtsExperiments lazy = new UtsExperiments(config -> Program.EMPTY);
    assertFalse(ExperimentRunner.run(lazy.ownName()).succeeded());
  }

  @Test
  void everyRunMakesUpItsNames() {
    UtsExperiments experiments = new UtsExperiments(new UtsNames());
    assertNotEquals(
        ExperimentRunner.run(experiments.ownName()).toString(),
        ExperimentRunner.run(experiments.ownName()).toString());
  }
}
