package dev.minidocker.labs.user.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Requires(Need.USER_NAMESPACES)
class UserModelIT {

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
          lives().sampleStream().limit(2000).anyMatch(life -> contradicts(mutant, life)),
          () -> "the kernel agrees with " + mutant.getClass().getSimpleName());
    }
  }

  private boolean contradicts(UserModel mutant, List<Act> life) {
    Beginning beginning = beginnings().sample();
    // only lives in which the mutant differs from the truth are worth the kernel's time
    List<Answer> wrong = Life.live(mutant, beginning.person(), life);
    return !wrong.equals(Life.live(new UserModel(), beginning.person(), life))
        && !wrong.equals(answeredInReality(beginning, life));
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
