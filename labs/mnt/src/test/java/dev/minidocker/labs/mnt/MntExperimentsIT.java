package dev.minidocker.labs.mnt;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.LabContract;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Program;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

@Requires({Need.NAMESPACES, Need.USER_NAMESPACES})
class MntExperimentsIT implements LabContract {

  @Override
  public Lab lab() {
    return new MntLab();
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
