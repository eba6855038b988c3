package dev.minidocker.labs.user.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import java.util.Iterator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Requires(Need.USER_NAMESPACES)
class UserModelIT {
  private static final int LIVES = 2000;

  @Property(tries = 1000)
  void theKernelAnswersAsTheModelPredicts(
      @ForAll("beginnings") Beginning beginning, @ForAll("lives") List<Act> life) {
    assertEquals(
        Life.live(new UserModel(), beginning.person(), life), answeredInReality(beginning, life));
  }

  @Example
  void theKernelContradictsEveryMutant() {
    for (UserModel mutant : Mutants.all()) {
      assertTrue(
          isContradicted(mutant),
          () -> "the kernel agrees with " + mutant.getClass().getSimpleName());
    }
  }

  /** Where one id is all that can be had, some mistakes make no difference. */
  private boolean isContradicted(UserModel mutant) {
    List<Beginning> possible = Beginning.possible();
    Iterator<List<Act>> lives = lives().sampleStream().iterator();
    boolean makesNoDifference = true;
    for (int i = 0; i < LIVES; i++) {
      List<Act> life = lives.next();
      Beginning beginning = possible.get(i % possible.size());
      List<Answer> wrong = Life.live(mutant, beginning.person(), life);
      if (!wrong.equals(Life.live(new UserModel(), beginning.person(), life))) {
        makesNoDifference = false;
        if (!wrong.equals(answeredInReality(beginning, life))) {
          return true;
        }
      }
    }
    return makesNoDifference && possible.size() == 1;
  }

  private static List<Answer> answeredInReality(Beginning beginning, List<Act> life) {
    RealLife real = new RealLife();
    try (Sandbox sandbox = beginning.start(real.program(life))) {
      sandbox.waitFor();
      return real.hear(sandbox);
    }
  }

  @Provide
  Arbitrary<Beginning> beginnings() {
    return Arbitraries.of(Beginning.possible());
  }

  @Provide
  Arbitrary<List<Act>> lives() {
    return Lives.lives();
  }
}
