package dev.minidocker.labs.ipc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Transcript;
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

@Requires(Need.NAMESPACES)
class IpcExperimentsIT implements LabContract {

  @Override
  public Lab lab() {
    return new IpcLab();
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

  @TestFactory
  Stream<DynamicTest> thePageShowsWhatItsCommandsPrint() throws IOException {
    return new Page(Path.of("README.adoc")).tests();
  }
}
