package dev.minidocker.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line of the table: our time beside that of one reference.
 *
 * @param times both times and how often they were taken; empty if the reference is absent
 */
record Row(String work, Reference reference, Optional<Times> times) {

  record Times(Samples ours, Samples theirs) {
    double ratio() {
      return ours.ratioTo(theirs);
    }
  }

  boolean meetsBudget() {
    return times.isEmpty()
        || reference.budget().isEmpty()
        || times.get().ratio() <= reference.budget().get();
  }

  /** Lets us and all references that are there do the work in turn. */
  static List<Row> measure(Contest contest, Contender ours, List<Reference> references) {
    List<Contender> present = new ArrayList<>(List.of(ours));
    references.forEach(reference -> reference.contender().ifPresent(present::add));
    List<Samples> samples = contest.run(present);
    List<Row> rows = new ArrayList<>();
    for (Reference reference : references) {
      Optional<Times> times =
          reference
              .contender()
              .map(theirs -> new Times(samples.get(0), samples.get(present.indexOf(theirs))));
      rows.add(new Row(contest.work(), reference, times));
    }
    return rows;
  }
}
