package dev.minidocker.labs.time.model;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random lives: at most three generations, offsets of all sizes, also impossible ones. */
final class Lives {
  private static final int MOST_ACTS = 8;
  private static final int GENERATIONS = 3;
  private static final long NANOS = 1_000_000_000;

  /** How long after a life was made up it may be lived without changing what is possible. */
  private static final Duration MARGIN = Duration.ofHours(1);

  private final Map<Clock, Duration> machine;

  Lives(Map<Clock, Duration> machine) {
    this.machine = machine;
  }

  /** A machine that there is not. */
  static Map<Clock, Duration> someMachine() {
    Map<Clock, Duration> machine = new EnumMap<>(Clock.class);
    machine.put(Clock.CLOCK_REALTIME, Duration.ofDays(20_000));
    machine.put(Clock.CLOCK_MONOTONIC, Duration.ofDays(3));
    machine.put(Clock.CLOCK_BOOTTIME, Duration.ofDays(5));
    return machine;
  }

  /** Those that every machine allows. */
  static Arbitrary<Duration> possibleOffsets() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 1L << 31), Arbitraries.longs().between(0, NANOS - 1))
        .as(Duration::ofSeconds);
  }

  Arbitrary<List<Act>> lives() {
    return lives(GENERATIONS).withoutEdgeCases();
  }

  private Arbitrary<List<Act>> lives(int generations) {
    Arbitrary<List<Act>> phrase =
        Arbitraries.frequencyOf(
            Tuple.of(9, acts(generations).map(List::of)), Tuple.of(1, deeperNamespaces()));
    return phrase
        .list()
        .ofMaxSize(MOST_ACTS)
        .map(phrases -> phrases.stream().flatMap(List::stream).toList());
  }

  /** What single acts hardly ever come to: a namespace that is set and entered, and one in it. */
  private static Arbitrary<List<Act>> deeperNamespaces() {
    return Combinators.combine(possibleOffsets(), possibleOffsets())
        .as(
            (outer, inner) ->
                List.of(
                    new Act.Unshare(),
                    new Act.SetOffset(Clock.CLOCK_BOOTTIME, outer),
                    new Act.FollowChildren(),
                    new Act.Unshare(),
                    new Act.SetOffset(Clock.CLOCK_BOOTTIME, inner),
                    new Act.FollowChildren(),
                    new Act.Look(Clock.CLOCK_BOOTTIME)));
  }

  private Arbitrary<Act> acts(int generations) {
    Arbitrary<Clock> settable = Arbitraries.of(Clock.CLOCK_MONOTONIC, Clock.CLOCK_BOOTTIME);
    Arbitrary<Act> set =
        settable.flatMap(clock -> offsets(clock).map(offset -> new Act.SetOffset(clock, offset)));
    Arbitrary<Act> simple =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.of(Clock.class).map(Act.Look::new)),
            Tuple.of(3, set),
            Tuple.of(2, Arbitraries.just(new Act.Unshare())),
            Tuple.of(1, Arbitraries.just(new Act.FollowChildren())),
            Tuple.of(1, Arbitraries.integers().between(0, GENERATIONS).map(Act.Join::new)));
    if (generations == 1) {
      return simple;
    }
    Arbitrary<Act> birth =
        Arbitraries.frequency(Tuple.of(1, true), Tuple.of(3, false))
            .flatMap(own -> lives(generations - 1).map(life -> new Act.Birth(own, life)));
    return Arbitraries.frequencyOf(Tuple.of(2, simple), Tuple.of(1, birth));
  }

  /** Many that are possible; and both sides of both limits, away from them by the margin. */
  private Arbitrary<Duration> offsets(Clock clock) {
    Duration start = machine.get(clock).negated();
    Duration end = Duration.ofSeconds(TimeModel.KTIME_SEC_MAX / 2).plus(start);
    Arbitrary<Duration> extreme =
        Arbitraries.of(
            start.plus(MARGIN),
            start.minus(MARGIN),
            end.plus(MARGIN),
            end.minus(MARGIN),
            Duration.ofSeconds(TimeModel.KTIME_SEC_MAX),
            Duration.ofSeconds(-TimeModel.KTIME_SEC_MAX));
    return Arbitraries.frequencyOf(Tuple.of(4, possibleOffsets()), Tuple.of(1, extreme));
  }
}
