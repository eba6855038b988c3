package dev.minidocker.labs.user;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.LabContract;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Program;
import java.util.List;
import org.junit.jupiter.api.Test;

@Requires(Need.USER_NAMESPACES)
class UserExperimentsIT implements LabContract {

  @Override
  public Lab lab() {
    return new UserLab();
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
}
