package dev.minidocker.labs.net.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Requires(Need.NAMESPACES)
class NetModelIT {

  @Property(tries = 1000)
  void theKernelDoesWhatTheModelPredicts(@ForAll("acts") List<Act> acts) {
    assertEquals(History.of(new NetModel(), acts), RealNetworks.of(acts));
  }

  @Example
  void theKernelContradictsEveryMutant() {
    for (Supplier<NetModel> mutant : Mutants.all()) {
      assertTrue(
          acts()
              .sampleStream()
              .limit(20_000)
              .filter(
                  acts -> !History.of(new NetModel(), acts).equals(History.of(mutant.get(), acts)))
              .limit(3)
              .anyMatch(acts -> !History.of(mutant.get(), acts).equals(RealNetworks.of(acts))),
          () -> "the kernel agrees with " + mutant.get().getClass().getSimpleName());
    }
  }

  @Provide
  Arbitrary<List<Act>> acts() {
    return Acts.acts();
  }
}
