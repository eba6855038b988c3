package dev.minidocker.labs.cgroups.limits.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.cgroups.limits.GroupRoots.Root;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** In every hierarchy that has a freezer: on a hybrid machine, in both versions. */
@Requires({Need.ROOT, Need.CGROUP_TREE})
class FreezerModelIT {
  private final List<Root> roots = RealFreezer.roots();

  @Property(tries = 1000)
  void theKernelDoesWhatTheModelPredicts(@ForAll("trees") FreezerTree tree) {
    for (Root root : roots) {
      assertEquals(tree.play(), RealFreezer.play(tree, root), () -> root.version().toString());
    }
  }

  @Example
  void theKernelContradictsEveryMutant() {
    for (var mutant : FreezerMutants.all()) {
      FreezerTree telling =
          trees()
              .sampleStream()
              .filter(tree -> !mutant.apply(tree.parents()).play(tree.deeds()).equals(tree.play()))
              .findFirst()
              .orElseThrow();
      for (Root root : roots) {
        assertTrue(
            !mutant
                .apply(telling.parents())
                .play(telling.deeds())
                .equals(RealFreezer.play(telling, root)),
            () -> "the kernel agrees with a mutant on " + telling);
      }
    }
  }

  @Provide
  Arbitrary<FreezerTree> trees() {
    return FreezerTree.any();
  }
}
