package dev.minidocker.labkit.check;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A claim about all values of a kind, tried with random ones. What contradicts it is made as simple
 * as it can be: learners should see what matters and nothing else.
 *
 * @param made a random value
 * @param simpler values that are a little simpler than a given one, the simplest first
 */
public record ForAll<T>(Function<Random, T> made, Function<T, List<T>> simpler) {
  private static final int MOST_STEPS = 500;

  /** The simplest value found for which the claim is not true. */
  public Optional<T> counterexample(int tries, Predicate<T> claim) {
    Random random = new Random();
    for (int i = 0; i < tries; i++) {
      T value = made.apply(random);
      if (!claim.test(value)) {
        return Optional.of(simplified(value, claim));
      }
    }
    return Optional.empty();
  }

  private T simplified(T found, Predicate<T> claim) {
    T simplest = found;
    for (int step = 0; step < MOST_STEPS; step++) {
      Optional<T> next =
          simpler.apply(simplest).stream().filter(value -> !claim.test(value)).findFirst();
      if (next.isEmpty()) {
        return simplest;
      }
      simplest = next.get();
    }
    return simplest;
  }
}
