package dev.minidocker.labs.cgroups.limits.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PidsModelProperties {

  @Property
  void theModelObeysTheLaws(@ForAll PidsLaw law, @ForAll("trees") PidsTree tree) {
    assertTrue(law.holds(PidsModel::new, tree));
  }

  @Example
  void everyMutantBreaksALaw() {
    for (var mutant : PidsMutants.all()) {
      assertFalse(
          Arrays.stream(PidsLaw.values())
              .allMatch(
                  law ->
                      trees()
                          .sampleStream()
                          .limit(2000)
                          .allMatch(t -> law.holds(mutant::apply, t))),
          () -> "no law is broken by " + mutant.apply(List.of(-1), List.of(1)));
    }
  }

  @Provide
  Arbitrary<PidsTree> trees() {
    return PidsTree.any();
  }
}
