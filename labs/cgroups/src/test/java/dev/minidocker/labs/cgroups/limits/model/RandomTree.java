package dev.minidocker.labs.cgroups.limits.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Random trees of groups: of each group its parent's number, which is smaller than its own. */
final class RandomTree {
  private static final int MOST_GROUPS = 5;

  private RandomTree() {}

  static List<Integer> parents(Random random) {
    List<Integer> parents = new ArrayList<>(List.of(-1));
    for (int i = random.nextInt(MOST_GROUPS); i > 0; i--) {
      // deep rather than wide: what lies far up must matter too
      parents.add(random.nextInt(3) > 0 ? parents.size() - 1 : random.nextInt(parents.size()));
    }
    return parents;
  }

  /** The groups in which no other is: version 2 allows processes only there, with controllers. */
  static List<Integer> leaves(List<Integer> parents) {
    return IntStream.range(0, parents.size())
        .filter(group -> !parents.contains(group))
        .boxed()
        .toList();
  }

  static int one(List<Integer> numbers, Random random) {
    return numbers.get(random.nextInt(numbers.size()));
  }
}
