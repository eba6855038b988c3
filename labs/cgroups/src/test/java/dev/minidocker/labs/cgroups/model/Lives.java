package dev.minidocker.labs.cgroups.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random trees of groups, and random lives in them: at most three generations. */
final class Lives {
  private static final int MOST_ACTS = 7;
  private static final int GENERATIONS = 3;
  private static final int MOST_GROUPS = 6;

  private Lives() {}

  /** Names that begin alike, and the same name at different depths. */
  static Arbitrary<CgroupPath> paths() {
    return Arbitraries.of("a", "ab", "b").list().ofMaxSize(3).map(CgroupPath::new);
  }

  /** The paths of a tree's groups, each after the one that it is in. */
  static Arbitrary<List<CgroupPath>> trees() {
    return paths().list().ofMinSize(1).ofMaxSize(MOST_GROUPS).map(Lives::withAllOnTheWay);
  }

  private static List<CgroupPath> withAllOnTheWay(List<CgroupPath> paths) {
    Set<String> all = new TreeSet<>();
    for (CgroupPath path : paths) {
      for (int i = 1; i <= path.names().size(); i++) {
        all.add(new CgroupPath(path.names().subList(0, i)).toString());
      }
    }
    return new ArrayList<>(all.stream().map(CgroupPath::parse).toList());
  }

  static Arbitrary<List<Act>> lives() {
    return lives(GENERATIONS).withoutEdgeCases();
  }

  private static Arbitrary<List<Act>> lives(int generations) {
    return acts(generations).list().ofMaxSize(MOST_ACTS);
  }

  private static Arbitrary<Act> acts(int generations) {
    Arbitrary<Integer> back = Arbitraries.integers().between(0, GENERATIONS);
    Arbitrary<Act> simple =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 2 * MOST_GROUPS).map(Act.Move::new),
            Arbitraries.just(new Act.Unshare()),
            back.map(Act.Join::new),
            back.map(Act.Look::new),
            back.map(Act.Look::new));
    if (generations == 1) {
      return simple;
    }
    Arbitrary<Act> birth =
        Arbitraries.of(true, false)
            .flatMap(own -> lives(generations - 1).map(life -> new Act.Birth(own, life)));
    return Arbitraries.oneOf(simple, simple, birth);
  }
}
