package dev.minidocker.labs.cgroups.limits.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * A random tree of groups with limits, and what is done in it.
 *
 * @param deeds the first is a move; moves go to leaves, since version 2 allows no processes in
 *     other groups that have controllers
 */
record PidsTree(List<Integer> parents, List<Integer> most, List<Deed> deeds) {
  private static final int MOST_GROUPS = 5;
  private static final int MOST_PROCESSES = 5;
  private static final int DEEDS = 8;

  static Arbitrary<PidsTree> any() {
    return Arbitraries.randomValue(PidsTree::random);
  }

  private static PidsTree random(Random random) {
    List<Integer> parents = new ArrayList<>(List.of(-1));
    for (int i = random.nextInt(MOST_GROUPS); i > 0; i--) {
      // deep rather than wide: what lies far up must matter too
      parents.add(random.nextInt(3) > 0 ? parents.size() - 1 : random.nextInt(parents.size()));
    }
    List<Integer> most =
        parents.stream().map(parent -> random.nextInt(MOST_PROCESSES) + 1).toList();
    List<Integer> leaves = new ArrayList<>();
    for (int group = 0; group < parents.size(); group++) {
      if (!parents.contains(group)) {
        leaves.add(group);
      }
    }
    List<Deed> deeds = new ArrayList<>(List.of(new Deed.Move(one(leaves, random))));
    for (int i = 1; i < DEEDS; i++) {
      deeds.add(
          switch (random.nextInt(7)) {
            case 0 -> new Deed.Move(one(leaves, random));
            case 1 ->
                new Deed.Limit(random.nextInt(parents.size()), random.nextInt(MOST_PROCESSES));
            default -> new Deed.Fork();
          });
    }
    return new PidsTree(parents, most, deeds);
  }

  private static int one(List<Integer> numbers, Random random) {
    return numbers.get(random.nextInt(numbers.size()));
  }

  List<Integer> play() {
    return new PidsModel(parents, most).play(deeds);
  }

  long forks() {
    return deeds.stream().filter(Deed.Fork.class::isInstance).count();
  }
}
