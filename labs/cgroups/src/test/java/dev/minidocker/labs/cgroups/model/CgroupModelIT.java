package dev.minidocker.labs.cgroups.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.CgroupTree;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Requires({Need.CGROUP_NAMESPACES, Need.CGROUP_TREE})
class CgroupModelIT {

  @Property(tries = 1000)
  void theKernelShowsWhatTheModelPredicts(
      @ForAll("hierarchies") CgroupTree hierarchy,
      @ForAll("trees") List<CgroupPath> tree,
      @ForAll("lives") List<Act> life) {
    try (Groups groups = new Groups(hierarchy, tree)) {
      assertEquals(
          History.of(new CgroupModel(), groups.paths(), life), new RealLife(groups).live(life));
    }
  }

  @Example
  void theKernelContradictsEveryMutant() {
    for (CgroupModel mutant : Mutants.all()) {
      assertTrue(
          lives().sampleStream().limit(1000).anyMatch(life -> isContradicted(mutant, life)),
          () -> "the kernel agrees with " + mutant.getClass().getSimpleName());
    }
  }

  private boolean isContradicted(CgroupModel mutant, List<Act> life) {
    try (Groups groups = new Groups(hierarchies().sample(), trees().sample())) {
      return !History.of(mutant, groups.paths(), life).equals(new RealLife(groups).live(life));
    }
  }

  @Provide
  Arbitrary<CgroupTree> hierarchies() {
    return Arbitraries.of(CgroupTree.writable());
  }

  @Provide
  Arbitrary<List<CgroupPath>> trees() {
    return Lives.trees();
  }

  @Provide
  Arbitrary<List<Act>> lives() {
    return Lives.lives();
  }
}
