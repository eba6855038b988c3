package dev.minidocker.labs.uts;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.LabContract;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Program;
import org.junit.jupiter.api.Test;

@Requires(Need.NAMESPACES)
class UtsExperimentsIT implements LabContract {

  @Override
  public Lab lab() {
    return new UtsLab();
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
