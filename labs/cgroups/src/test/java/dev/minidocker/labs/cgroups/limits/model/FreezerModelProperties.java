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

class FreezerModelProperties {

  @Property
  void theModelObeysTheLaws(@ForAll FreezerLaw law, @ForAll("trees") FreezerTree tree) {
    assertTrue(law.holds(FreezerModel::new, tree));
  }

  @Example
  void everyMutantBreaksALaw() {
    for (var mutant : FreezerMutants.all()) {
      assertFalse(
          Arrays.stream(FreezerLaw.values())
              .allMatch(
                  law -> trees().sampleStream().limit(2000).allMatch(t -> law.holds(mutant, t))),
          () -> "no law is broken by " + mutant.apply(List.of(-1)));
    }
  }

  @Provide
  Arbitrary<FreezerTree> trees() {
    return FreezerTree.any();
  }
}
