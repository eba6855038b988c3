package dev.minidocker.labs.pid.model;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random lives: at most four generations, a few acts each. */
final class Lives {
  static final int SIGTERM = 15;

  private static final int MOST_ACTS = 5;
  private static final int GENERATIONS = 4;

  private Lives() {}

  static Arbitrary<List<Act>> lives() {
    return lives(GENERATIONS);
  }

  private static Arbitrary<List<Act>> lives(int generations) {
    return acts(generations).list().ofMaxSize(MOST_ACTS);
  }

  private static Arbitrary<Act> acts(int generations) {
    Arbitrary<Integer> signals = Arbitraries.of(SIGTERM, PidModel.SIGKILL);
    Arbitrary<Act> simple =
        Arbitraries.oneOf(
            Arbitraries.just(new Act.Look()),
            Arbitraries.integers().between(1, 9).map(Act.Probe::new),
            signals.map(Act.KillInit::new),
            Combinators.combine(Arbitraries.integers().between(0, 3), signals)
                .as(Act.KillChild::new));
    if (generations == 1) {
      return simple;
    }
    Arbitrary<Boolean> coin = Arbitraries.of(true, false);
    Arbitrary<Act> birth =
        coin.flatMap(
            own ->
                coin.flatMap(
                    stays -> lives(generations - 1).map(life -> new Act.Birth(own, stays, life))));
    return Arbitraries.oneOf(simple, birth);
  }
}
