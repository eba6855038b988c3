package dev.minidocker.labs.pid.model;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWPID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Requires(Need.NAMESPACES)
class PidModelIT {

  @Property(tries = 1000)
  void theKernelDoesWhatTheModelPredicts(@ForAll("lives") List<Act> life) {
    assertEquals(History.of(new PidModel(), life), inReality(life));
  }

  @Example
  void theKernelContradictsEveryMutant() {
    for (Supplier<PidModel> mutant : Mutants.all()) {
      assertTrue(
          lives()
              .sampleStream()
              .limit(20_000)
              .filter(
                  life -> !History.of(new PidModel(), life).equals(History.of(mutant.get(), life)))
              .limit(3)
              .anyMatch(life -> !History.of(mutant.get(), life).equals(inReality(life))),
          () -> "the kernel agrees with " + mutant.get().getClass().getSimpleName());
    }
  }

  private static History inReality(List<Act> life) {
    RealLife real = new RealLife();
    try (Sandbox sandbox = Sandbox.start(Set.of(CLONE_NEWPID), real.program(life))) {
      assertTrue(sandbox.awaitPause());
      return real.outcome(sandbox);
    }
  }

  @Provide
  Arbitrary<List<Act>> lives() {
    return Lives.lives();
  }
}
