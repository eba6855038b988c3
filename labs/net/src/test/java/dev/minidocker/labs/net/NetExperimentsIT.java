package dev.minidocker.labs.net;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Transcript;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Program;
import java.lang.reflect.Proxy;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Requires(Need.NAMESPACES)
class NetExperimentsIT {

  static Stream<Experiment> experiments() {
    return Lab.all().stream()
        .filter(lab -> lab.topic().equals("net"))
        .flatMap(lab -> lab.experiments().stream());
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void everyExperimentShowsWhatItClaims(Experiment experiment) {
    Transcript transcript = ExperimentRunner.run(experiment);
    assertTrue(transcript.succeeded(), transcript::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"loopbackUp", "connect"})
  void aMechanismThatDoesNothingIsFoundOut(String lazyMethod) {
    NetMechanism reference = new NetNamespace();
    NetMechanism lazy =
        (NetMechanism)
            Proxy.newProxyInstance(
                NetMechanism.class.getClassLoader(),
                new Class<?>[] {NetMechanism.class},
                (proxy, method, args) ->
                    method.getName().equals(lazyMethod)
                        ? Program.EMPTY
                        : method.invoke(reference, args));
    assertTrue(
        new NetExperiments(lazy)
            .all().stream().anyMatch(experiment -> !ExperimentRunner.run(experiment).succeeded()));
  }

  @Test
  void everyRunMakesUpItsNames() {
    NetExperiments experiments = new NetExperiments(new NetNamespace());
    assertNotEquals(
        ExperimentRunner.run(experiments.loopback()).toString(),
        ExperimentRunner.run(experiments.loopback()).toString());
    assertFalse(experiments().toList().isEmpty());
  }
}
