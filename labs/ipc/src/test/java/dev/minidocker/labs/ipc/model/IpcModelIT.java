package dev.minidocker.labs.ipc.model;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWIPC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Requires(Need.NAMESPACES)
class IpcModelIT {

  @Property(tries = 1000)
  void theKernelAnswersWhatTheModelPredicts(@ForAll("lives") List<Act> life) {
    assertEquals(History.of(new IpcModel(), life), inReality(life));
  }

  @Example
  void theKernelContradictsEveryMutant() {
    for (Supplier<IpcModel> mutant : Mutants.all()) {
      assertTrue(
          lives()
              .sampleStream()
              .limit(20_000)
              .filter(
                  life -> !History.of(new IpcModel(), life).equals(History.of(mutant.get(), life)))
              .limit(3)
              .anyMatch(life -> !History.of(mutant.get(), life).equals(inReality(life))),
          () -> "the kernel agrees with " + mutant.get().getClass().getSimpleName());
    }
  }

  private static List<String> inReality(List<Act> life) {
    RealLife real = new RealLife(ThreadLocalRandom.current().nextInt(1, 1 << 30));
    try (Sandbox sandbox = Sandbox.start(Set.of(CLONE_NEWIPC), real.program(life))) {
      sandbox.waitFor();
      return real.hear(sandbox);
    }
  }

  @Provide
  Arbitrary<List<Act>> lives() {
    return Lives.lives();
  }
}
