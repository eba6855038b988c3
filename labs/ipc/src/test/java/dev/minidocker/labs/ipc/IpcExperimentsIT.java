package dev.minidocker.labs.ipc;

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

@Requires(Need.NAMESPACES)
class IpcExperimentsIT {

  static Stream<Experiment> experiments() {
    return new IpcExperiments(new IpcNamespace()).all().stream();
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
    IpcMechanism lazy =
        new IpcMechanism() {
          @Override
          public Program fileSystems(IpcConfig config) {
            return Program.EMPTY;
          }

          @Override
          public Program limits(IpcConfig config) {
            return Program.EMPTY;
          }
        };
    IpcFileExperiments experiments = new IpcFileExperiments(lazy);
    assertFalse(ExperimentRunner.run(experiments.queueFiles()).succeeded());
    Transcript limits = ExperimentRunner.run(experiments.limits());
    assertTrue(limits.skipped() || !limits.succeeded(), limits::toString);
  }

  @Test
  void everyRunMakesUpItsNumbers() {
    IpcExperiments experiments = new IpcExperiments(new IpcNamespace());
    assertNotEquals(
        ExperimentRunner.run(experiments.joined()).toString(),
        ExperimentRunner.run(experiments.joined()).toString());
  }

  @Test
  void theLabIsFoundByItsTopic() {
    List<String> topics = Lab.all().stream().map(Lab::topic).toList();
    assertEquals(List.of("ipc"), topics);
  }

  @TestFactory
  Stream<DynamicTest> thePageShowsWhatItsCommandsPrint() throws IOException {
    return new Page(Path.of("README.adoc")).tests();
  }
}
