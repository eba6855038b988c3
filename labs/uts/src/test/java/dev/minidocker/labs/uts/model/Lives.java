package dev.minidocker.labs.uts.model;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random lives: at most three generations, a few acts each. */
final class Lives {
  private static final int MOST_ACTS = 6;
  private static final int GENERATIONS = 3;

  private Lives() {}

  static Arbitrary<String> names() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8);
  }

  static Arbitrary<List<Act>> lives() {
    return lives(GENERATIONS);
  }

  private static Arbitrary<List<Act>> lives(int generations) {
    return acts(generations).list().ofMaxSize(MOST_ACTS);
  }

  private static Arbitrary<Act> acts(int generations) {
    Arbitrary<Act> simple =
        Arbitraries.oneOf(
            Arbitraries.just(new Act.Look()),
            names().map(Act.SetHostName::new),
            names().map(Act.SetDomainName::new),
            Arbitraries.just(new Act.Unshare()),
            Arbitraries.integers().between(0, GENERATIONS).map(Act.Join::new));
    if (generations == 1) {
      return simple;
    }
    Arbitrary<Act> birth =
        Arbitraries.of(true, false)
            .flatMap(own -> lives(generations - 1).map(life -> new Act.Birth(own, life)));
    return Arbitraries.oneOf(simple, simple, birth);
  }
}
