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
  private static final int MOST_PROCESSES = 5;
  private static final int DEEDS = 8;

  static Arbitrary<PidsTree> any() {
    return Arbitraries.randomValue(PidsTree::random);
  }

  private static PidsTree random(Random random) {
    List<Integer> parents = RandomTree.parents(random);
    List<Integer> most =
        parents.stream().map(parent -> random.nextInt(MOST_PROCESSES) + 1).toList();
    List<Integer> leaves = RandomTree.leaves(parents);
    List<Deed> deeds = new ArrayList<>(List.of(new Deed.Move(RandomTree.one(leaves, random))));
    for (int i = 1; i < DEEDS; i++) {
      deeds.add(
          switch (random.nextInt(7)) {
            case 0 -> new Deed.Move(RandomTree.one(leaves, random));
            case 1 ->
                new Deed.Limit(random.nextInt(parents.size()), random.nextInt(MOST_PROCESSES));
            default -> new Deed.Fork();
          });
    }
    return new PidsTree(parents, most, deeds);
  }

  List<Integer> play() {
    return new PidsModel(parents, most).play(deeds);
  }

  long forks() {
    return deeds.stream().filter(Deed.Fork.class::isInstance).count();
  }
}
