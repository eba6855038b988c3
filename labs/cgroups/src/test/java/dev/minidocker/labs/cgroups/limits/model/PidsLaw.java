package dev.minidocker.labs.cgroups.limits.model;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** What holds for limits in trees, whatever is done. */
enum PidsLaw {
  FORKS_ALONE_NEVER_EXCEED_A_LIMIT {
    @Override
    boolean holds(Maker maker, PidsTree tree) {
      PidsModel model = maker.apply(tree.parents(), tree.most());
      int leaf = tree.parents().size() - 1;
      model.move(-1, leaf);
      IntStream.range(0, 6).forEach(i -> model.fork(leaf));
      return IntStream.range(0, tree.parents().size())
          .allMatch(group -> sum(model, tree, group) <= tree.most().get(group));
    }
  },
  WHO_STAYS_BELOW_ALL_LIMITS_MAY_FORK {
    @Override
    boolean holds(Maker maker, PidsTree tree) {
      List<Integer> plenty = tree.most().stream().map(most -> 2).toList();
      PidsModel model = maker.apply(tree.parents(), plenty);
      int leaf = tree.parents().size() - 1;
      model.move(-1, leaf);
      return model.fork(leaf) && !model.fork(leaf);
    }
  },
  A_GROUP_COUNTS_ALL_THAT_IS_BELOW_IT {
    @Override
    boolean holds(Maker maker, PidsTree tree) {
      PidsModel model = maker.apply(tree.parents(), tree.most());
      model.play(tree.deeds());
      return IntStream.range(0, tree.parents().size())
          .allMatch(group -> model.count(group) == sum(model, tree, group));
    }
  },
  MOVES_ARE_NEVER_REFUSED {
    @Override
    boolean holds(Maker maker, PidsTree tree) {
      PidsModel model = maker.apply(tree.parents(), tree.most());
      int leaf = tree.parents().size() - 1;
      return IntStream.range(0, 7).allMatch(i -> model.move(-1, leaf));
    }
  },
  A_NEW_LIMIT_HOLDS_AT_ONCE {
    @Override
    boolean holds(Maker maker, PidsTree tree) {
      PidsModel model = maker.apply(tree.parents(), tree.most().stream().map(most -> 9).toList());
      int leaf = tree.parents().size() - 1;
      model.move(-1, leaf);
      model.fork(leaf);
      model.limit(0, 1);
      return !model.fork(leaf);
    }
  };

  /** Makes a model, or a mutant. */
  interface Maker extends BiFunction<List<Integer>, List<Integer>, PidsModel> {}

  abstract boolean holds(Maker maker, PidsTree tree);

  private static int sum(PidsModel model, PidsTree tree, int group) {
    int sum = model.members(group);
    for (int below = group + 1; below < tree.parents().size(); below++) {
      sum += tree.parents().get(below) == group ? sum(model, tree, below) : 0;
    }
    return sum;
  }
}
