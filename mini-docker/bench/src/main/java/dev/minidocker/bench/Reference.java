package dev.minidocker.bench;

import java.util.Optional;

/**
 * What we are measured against in one contest.
 *
 * @param name what it is called in the table
 * @param contender empty if it is not installed
 * @param budget the largest share of its time that we may take; absent where none is set
 */
record Reference(String name, Optional<Contender> contender, Optional<Double> budget) {

  static Reference of(Contender contender, double budget) {
    return new Reference(contender.name(), Optional.of(contender), Optional.of(budget));
  }

  static Reference withoutBudget(Contender contender) {
    return new Reference(contender.name(), Optional.of(contender), Optional.empty());
  }

  static Reference absent(String name) {
    return new Reference(name, Optional.empty(), Optional.empty());
  }
}
