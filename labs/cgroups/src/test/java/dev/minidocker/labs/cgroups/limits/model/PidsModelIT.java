package dev.minidocker.labs.cgroups.limits.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Requires({Need.ROOT, Need.CGROUP_TREE})
class PidsModelIT {

  @Property(tries = 1000)
  void theKernelDoesWhatTheModelPredicts(@ForAll("trees") PidsTree tree) {
    assertEquals(tree.play(), RealTree.play(tree, RealTree.root().orElseThrow()));
  }

  @Example
  void theKernelContradictsEveryMutant() {
    for (var mutant : PidsMutants.all()) {
      assertTrue(
          trees()
              .sampleStream()
              .filter(
                  tree -> {
                    var wrong = mutant.apply(tree.parents(), tree.most()).play(tree.deeds());
                    return !wrong.equals(tree.play()); // else the kernel need not be asked
                  })
              .limit(5)
              .allMatch(
                  tree ->
                      !mutant
                          .apply(tree.parents(), tree.most())
                          .play(tree.deeds())
                          .equals(RealTree.play(tree, RealTree.root().orElseThrow()))),
          () -> "the kernel agrees with a mutant");
    }
  }

  @Provide
  Arbitrary<PidsTree> trees() {
    return PidsTree.any();
  }
}
