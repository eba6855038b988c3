package dev.minidocker.labs.net;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.LabContract;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Program;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Requires(Need.NAMESPACES)
class NetExperimentsIT implements LabContract {

  @Override
  public Lab lab() {
    return new NetLab();
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
  }
}
