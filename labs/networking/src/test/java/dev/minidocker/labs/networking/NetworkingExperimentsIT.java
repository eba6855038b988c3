package dev.minidocker.labs.networking;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.LabContract;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.labs.net.NetNamespace;
import dev.minidocker.labs.networking.experiments.NetworkingExperiments;
import dev.minidocker.linux.Program;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Requires(Need.NAMESPACES)
class NetworkingExperimentsIT implements LabContract {
  private static final NetMechanism LINKS = new NetNamespace();
  private static final NetworkingMechanism RULES = NatTable.named("md");

  @Override
  public Lab lab() {
    return new NetworkingLab();
  }

  /** The claims are true because of the mechanism, and not anyway. */
  @ParameterizedTest
  @CsvSource({
    "connect, networking/masquerade",
    "connect, networking/isolation",
    "disconnect, networking/isolation",
    "publish, networking/published",
    "publish, networking/conntrack",
    "withdraw, networking/published",
    "withdraw, networking/conntrack",
    "delete, networking/conntrack"
  })
  void aRuleThatIsMissingIsFoundOut(String lazyMethod, String experiment) {
    assertFindsOut(
        experiment,
        new NetworkingExperiments(
            LINKS, lazy(NetworkingMechanism.class, RULES, lazyMethod, List.of())));
  }

  @Test
  void aContainerThatIsNotConnectedIsFoundOut() {
    NetMechanism lazy = lazy(NetMechanism.class, LINKS, "connect", Program.EMPTY);
    assertFindsOut("networking/bridge", new NetworkingExperiments(lazy, RULES));
  }

  private static void assertFindsOut(String name, NetworkingExperiments experiments) {
    Experiment experiment =
        experiments.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    assertFalse(ExperimentRunner.run(experiment).succeeded());
  }

  private static <T> T lazy(Class<T> kind, T reference, String lazyMethod, Object nothing) {
    assertTrue(
        List.of(kind.getMethods()).stream()
            .anyMatch(method -> method.getName().equals(lazyMethod)));
    return kind.cast(
        Proxy.newProxyInstance(
            kind.getClassLoader(),
            new Class<?>[] {kind},
            (proxy, method, args) ->
                method.getName().equals(lazyMethod) ? nothing : method.invoke(reference, args)));
  }

  @Test
  void everyRunMakesUpItsNames() {
    assertNotEquals(
        ExperimentRunner.run(lab().experiments().get(0)).toString(),
        ExperimentRunner.run(lab().experiments().get(0)).toString());
  }
}
