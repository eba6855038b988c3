package dev.minidocker.labs.pid;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Transcript;
import dev.minidocker.labkit.testing.Requires;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Requires(Need.NAMESPACES)
class PidExperimentsIT {

  static Stream<Experiment> experiments() {
    return new PidExperiments(new PidNamespace()).all().stream();
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void everyExperimentShowsWhatItClaims(Experiment experiment) {
    Transcript transcript = ExperimentRunner.run(experiment);
    assertTrue(transcript.succeeded(), transcript::toString);
  }
}
