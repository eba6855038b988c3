package dev.minidocker.labs.time;

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
import dev.minidocker.labkit.testing.Page;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Requires({Need.NAMESPACES, Need.TIME_NAMESPACES})
class TimeExperimentsIT {

  static Stream<Experiment> experiments() {
    return new TimeExperiments(new TimeNamespace()).all().stream();
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void everyExperimentShowsWhatItClaims(Experiment experiment) {
    Transcript transcript = ExperimentRunner.run(experiment);
    assumeFalse(transcript.skipped() && !failing(), transcript::toString);
    assertFalse(transcript.skipped(), transcript::toString);
    assertTrue(transcript.succeeded(), transcript::toString);
  }

  private static boolean failing() {
    return "fail".equals(System.getProperty("skips"));
  }

  @Test
  void aMechanismThatDoesNothingIsFoundOut() {
    TimeMechanism lazy =
        new TimeMechanism() {
          @Override
          public Program offsets(TimeConfig config) {
            return Program.EMPTY;
          }

          @Override
          public Program enter() {
            return Program.EMPTY;
          }
        };
    TimeExperiments experiments = new TimeExperiments(lazy);
    assertFalse(ExperimentRunner.run(experiments.uptime()).succeeded());
    assertFalse(ExperimentRunner.run(experiments.enter()).succeeded());
    assertFalse(ExperimentRunner.run(experiments.nested()).succeeded());
  }

  @Test
  void everyRunMakesUpItsOffsets() {
    TimeExperiments experiments = new TimeExperiments(new TimeNamespace());
    assertNotEquals(
        ExperimentRunner.run(experiments.nested()).toString(),
        ExperimentRunner.run(experiments.nested()).toString());
  }

  @Test
  void theLabIsFoundByItsTopic() {
    List<String> topics = Lab.all().stream().map(Lab::topic).toList();
    assertEquals(List.of("time"), topics);
  }

  @TestFactory
  Stream<DynamicTest> thePageShowsWhatItsCommandsPrint() throws IOException {
    return new Page(Path.of("README.adoc")).tests();
  }
}
