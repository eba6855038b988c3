package dev.minidocker.labs.time;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.LabContract;
import dev.minidocker.labkit.testing.Page;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@Requires({Need.NAMESPACES, Need.TIME_NAMESPACES})
class TimeExperimentsIT implements LabContract {

  @Override
  public Lab lab() {
    return new TimeLab();
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

  @TestFactory
  Stream<DynamicTest> thePageShowsWhatItsCommandsPrint() throws IOException {
    return new Page(Path.of("README.adoc")).tests();
  }
}
