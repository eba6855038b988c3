package dev.minidocker.labs.cgroups.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.minidocker.labkit.CgroupTree;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.util.List;
import java.util.stream.Stream;
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
    List<CgroupPath> tree =
        Stream.of("/a", "/a/b", "/ab", "/ab/a", "/b").map(CgroupPath::parse).toList();
    try (Groups groups = new Groups(hierarchies().sample(), tree)) {
      for (CgroupModel mutant : Mutants.all()) {
        List<Act> life = aLifeThatGoesAnotherWay(mutant, groups);
        assertNotEquals(
            History.of(mutant, groups.paths(), life),
            new RealLife(groups).live(life),
            () -> "the kernel agrees with " + mutant.getClass().getSimpleName() + " on " + life);
      }
    }
  }

  /** Where model and mutant agree, the kernel need not be asked. */
  private List<Act> aLifeThatGoesAnotherWay(CgroupModel mutant, Groups groups) {
    return lives()
        .sampleStream()
        .limit(100_000)
        .filter(
            life ->
                !History.of(mutant, groups.paths(), life)
                    .equals(History.of(new CgroupModel(), groups.paths(), life)))
        .findFirst()
        .orElseThrow();
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
