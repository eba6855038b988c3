package dev.minidocker.labs.uts.model;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWUTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.uts.RealLife;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Requires(Need.NAMESPACES)
class UtsModelIT {
  private static final Host HOST = new Host(0);
  private static final Names NAMES = new Names(HOST.hostName(), HOST.domainName());

  @Property(tries = 1000)
  void theKernelShowsWhatTheModelPredicts(@ForAll("lives") List<Act> life) {
    assertEquals(new UtsModel().live(NAMES, life), seenInReality(life));
  }

  @Example
  void theKernelContradictsEveryMutant() {
    for (UtsModel mutant : Mutants.all()) {
      assertTrue(
          lives()
              .sampleStream()
              .limit(20_000)
              .filter(life -> !mutant.live(NAMES, life).equals(new UtsModel().live(NAMES, life)))
              .limit(3)
              .anyMatch(life -> !mutant.live(NAMES, life).equals(seenInReality(life))),
          () -> "the kernel agrees with " + mutant.getClass().getSimpleName());
    }
  }

  private static List<Names> seenInReality(List<Act> life) {
    RealLife real = new RealLife();
    try (Sandbox sandbox = Sandbox.start(Set.of(CLONE_NEWUTS), real.program(life))) {
      sandbox.waitFor();
      return real.hear(sandbox);
    }
  }

  @Provide
  Arbitrary<List<Act>> lives() {
    return Lives.lives();
  }
}
