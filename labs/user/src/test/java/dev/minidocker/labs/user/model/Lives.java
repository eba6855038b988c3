package dev.minidocker.labs.user.model;

import dev.minidocker.labs.user.model.Act.Birth;
import dev.minidocker.labs.user.model.Act.Writing;
import dev.minidocker.linux.Capability;
import dev.minidocker.linux.proc.UidMap;
import dev.minidocker.linux.proc.UidMap.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random lives: at most three generations of namespaces, a few acts each. */
final class Lives {
  private static final int MOST_ACTS = 4;
  private static final int GENERATIONS = 3;
  private static final int MOST_LINES = 8;

  private Lives() {}

  /** Small ones, so that maps meet; and those at the borders. */
  static Arbitrary<Long> ids() {
    Arbitrary<Long> small = Arbitraries.longs().between(0, 14);
    Arbitrary<Long> border =
        Arbitraries.of(65533L, 65534L, 65535L, UserModel.NO_ID - 2, UserModel.NO_ID - 1);
    return Arbitraries.integers()
        .between(0, 9)
        .flatMap(dice -> dice == 0 ? border : small)
        .withoutEdgeCases();
  }

  /** Maps that may be none. */
  private static Arbitrary<UidMap> wild() {
    return Combinators.combine(ids(), ids(), Arbitraries.of(0L, 1L, 1L, 2L, 3L, 6L))
        .as(Range::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(UidMap::new);
  }

  /** Maps whose lines do not overlap, in any order. */
  static Arbitrary<UidMap> proper() {
    Arbitrary<Long> gaps = Arbitraries.longs().between(0, 2);
    Arbitrary<Long> counts = Arbitraries.longs().between(1, 5);
    return Combinators.combine(gaps, gaps, counts)
        .as(Range::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(MOST_LINES)
        .flatMap(steps -> Arbitraries.shuffle(oneAfterTheOther(steps)))
        .map(UidMap::new);
  }

  private static List<Range> oneAfterTheOther(List<Range> steps) {
    List<Range> ranges = new ArrayList<>();
    long inside = 0;
    long outside = 0;
    for (Range step : steps) {
      ranges.add(new Range(inside + step.inside(), outside + step.outside(), step.count()));
      inside += step.inside() + step.count();
      outside += step.outside() + step.count();
    }
    return ranges;
  }

  static Arbitrary<UidMap> maps() {
    Arbitrary<UidMap> single =
        Combinators.combine(ids(), Arbitraries.of(0L, 0L, 0L, 1L)).as(UidMap::single);
    Arbitrary<UidMap> many =
        Combinators.combine(Arbitraries.longs().between(0, 3), Arbitraries.longs().between(3, 20))
            .as((first, count) -> new UidMap(List.of(new Range(0, first, count))));
    return Arbitraries.oneOf(wild(), proper(), single, many);
  }

  static Arbitrary<List<Act>> lives() {
    return lives(GENERATIONS);
  }

  private static Arbitrary<List<Act>> lives(int generations) {
    return acts(generations).list().ofMaxSize(MOST_ACTS);
  }

  private static Arbitrary<Writing> mapping() {
    return Combinators.combine(Arbitraries.of(Kind.values()), maps()).as(Act.WriteMap::new);
  }

  private static Arbitrary<Writing> writing() {
    Arbitrary<Writing> setgroups = Arbitraries.of(false, false, true).map(Act.WriteSetgroups::new);
    return Arbitraries.oneOf(mapping(), mapping(), setgroups);
  }

  /** Often the way it is meant to be, sometimes anything. */
  private static Arbitrary<List<Writing>> writings() {
    Arbitrary<List<Writing>> both =
        Combinators.combine(maps(), maps())
            .as(
                (users, groups) ->
                    List.of(
                        new Act.WriteMap(Kind.USERS, users),
                        new Act.WriteMap(Kind.GROUPS, groups)));
    return Arbitraries.oneOf(both, both, writing().list().ofMaxSize(4));
  }

  private static Arbitrary<Act> acts(int generations) {
    Arbitrary<Set<Capability>> some = Arbitraries.of(Life.CAPABILITIES).set();
    Arbitrary<Act> simple =
        Arbitraries.oneOf(
            writing().map(writing -> writing),
            some.map(Act.SetCapabilities::new),
            Arbitraries.just(new Act.WhoAmI()),
            Combinators.combine(
                    Arbitraries.of(Kind.values()), Arbitraries.integers().between(0, GENERATIONS))
                .as(Act.Read::new),
            ids().map(Act.SetGroups::new),
            Combinators.combine(ids(), ids()).as(Act.Chown::new),
            Arbitraries.just(new Act.Stat()));
    if (generations == 1) {
      return simple;
    }
    Arbitrary<Act> birth = Combinators.combine(writings(), lives(generations - 1)).as(Birth::new);
    return Arbitraries.oneOf(simple, birth);
  }
}
