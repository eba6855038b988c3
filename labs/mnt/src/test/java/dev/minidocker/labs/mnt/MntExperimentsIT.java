package dev.minidocker.labs.mnt;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Transcript;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Program;
import java.lang.reflect.Proxy;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Requires({Need.NAMESPACES, Need.USER_NAMESPACES})
class MntExperimentsIT {

  static Stream<Experiment> experiments() {
    return new MntExperiments(new MntNamespace()).all().stream();
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void everyExperimentShowsWhatItClaims(Experiment experiment) {
    Transcript transcript = ExperimentRunner.run(experiment);
    assertTrue(transcript.succeeded(), transcript::toString);
  }

  @Test
  void whoForgetsToDetachTheOldRootIsFoundOut() {
    MntMechanism reference = new MntNamespace();
    MntMechanism forgetful =
        (MntMechanism)
            Proxy.newProxyInstance(
                MntMechanism.class.getClassLoader(),
                new Class<?>[] {MntMechanism.class},
                (proxy, method, args) ->
                    method.getName().equals("leave")
                        ? Program.EMPTY
                        : method.invoke(reference, args));
    assertFalse(ExperimentRunner.run(new RootExperiments(forgetful).pivotRoot()).succeeded());
  }
}
