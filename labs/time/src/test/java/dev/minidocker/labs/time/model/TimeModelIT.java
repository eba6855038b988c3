package dev.minidocker.labs.time.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Requires({Need.NAMESPACES, Need.TIME_NAMESPACES})
class TimeModelIT {
  private static final Map<Clock, Duration> MACHINE = RealLife.now();

  @Property(tries = 1000)
  void theKernelAnswersWhatTheModelPredicts(@ForAll("lives") List<Act> life) {
    RealLife real = new RealLife();
    List<Answer> predicted = History.of(new TimeModel(MACHINE), life);
    List<Answer> seen = real.live(life);
    assertTrue(real.agrees(predicted, seen), () -> predicted + "\nseen " + seen);
  }

  @Example
  void theKernelContradictsEveryMutant() {
    for (Function<Map<Clock, Duration>, TimeModel> mutant : Mutants.all()) {
      assertTrue(
          lives()
              .sampleStream()
              .limit(20_000)
              .filter(
                  life ->
                      !History.of(new TimeModel(MACHINE), life)
                          .equals(History.of(mutant.apply(MACHINE), life)))
              .limit(20)
              .anyMatch(life -> isContradicted(mutant, life)),
          () -> "the kernel agrees with " + mutant.apply(MACHINE).getClass().getSimpleName());
    }
  }

  private static boolean isContradicted(
      Function<Map<Clock, Duration>, TimeModel> mutant, List<Act> life) {
    RealLife real = new RealLife();
    List<Answer> seen = real.live(life);
    return !real.agrees(History.of(mutant.apply(MACHINE), life), seen);
  }

  @Provide
  Arbitrary<List<Act>> lives() {
    return new Lives(MACHINE).lives();
  }
}
