package dev.minidocker.labs.cgroups.limits.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labs.cgroups.limits.CgroupVersion;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MemoryModelProperties {

  @Property
  void theModelObeysTheLaws(
      @ForAll MemoryLaw law, @ForAll CgroupVersion version, @ForAll("trees") MemoryTree tree) {
    assertTrue(law.holds(MemoryModel::new, version, tree));
  }

  @Example
  void everyMutantBreaksALawInEitherVersion() {
    for (MemoryMutants.Maker mutant : MemoryMutants.all()) {
      for (CgroupVersion version : CgroupVersion.values()) {
        assertFalse(
            Arrays.stream(MemoryLaw.values())
                .allMatch(
                    law ->
                        trees()
                            .sampleStream()
                            .limit(2000)
                            .allMatch(tree -> law.holds(mutant, version, tree))),
            () -> "no law is broken by " + mutant.make(version, List.of(-1), List.of(1)));
      }
    }
  }

  @Provide
  Arbitrary<MemoryTree> trees() {
    return MemoryTree.any();
  }
}
