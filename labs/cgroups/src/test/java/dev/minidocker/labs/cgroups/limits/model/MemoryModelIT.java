package dev.minidocker.labs.cgroups.limits.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.cgroups.limits.GroupRoots.Root;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Requires({Need.ROOT, Need.CGROUP_TREE})
class MemoryModelIT {
  private final Root root = RealMemory.root();

  @Property(tries = 1000)
  void theKernelDoesWhatTheModelPredicts(@ForAll("trees") MemoryTree tree) {
    assertEquals(tree.play(root.version()), RealMemory.play(tree, root));
  }

  @Example
  void theKernelContradictsEveryMutant() {
    for (MemoryMutants.Maker mutant : MemoryMutants.all()) {
      MemoryTree telling =
          trees()
              .sampleStream()
              .filter(tree -> !wrong(mutant, tree).equals(tree.play(root.version())))
              .findFirst()
              .orElseThrow();
      assertNotEquals(wrong(mutant, telling), RealMemory.play(telling, root), telling::toString);
    }
  }

  private List<Integer> wrong(MemoryMutants.Maker mutant, MemoryTree tree) {
    return mutant.make(root.version(), tree.parents(), tree.most()).play(tree.deeds());
  }

  @Provide
  Arbitrary<MemoryTree> trees() {
    return MemoryTree.any();
  }
}
