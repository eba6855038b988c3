package dev.minidocker.labs.cgroups.limits.model;

import dev.minidocker.labs.cgroups.limits.model.FreezerModel.Deed;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What holds for frozen trees, whatever was done before. */
enum FreezerLaw {
  NOBODY_BELOW_A_FROZEN_GROUP_RUNS {
    @Override
    boolean holds(Function<List<Integer>, FreezerModel> maker, FreezerTree tree) {
      FreezerModel model = played(maker, tree);
      model.apply(new Deed(0, true));
      return groups(tree).allMatch(model::isFrozen);
    }
  },
  WHO_THAWS_ALL_LETS_ALL_RUN {
    @Override
    boolean holds(Function<List<Integer>, FreezerModel> maker, FreezerTree tree) {
      FreezerModel model = played(maker, tree);
      groups(tree).forEach(group -> model.apply(new Deed(group, false)));
      return groups(tree).noneMatch(model::isFrozen);
    }
  },
  TO_FREEZE_AND_THAW_WHAT_IS_ABOVE_CHANGES_NOTHING_BELOW {
    @Override
    boolean holds(Function<List<Integer>, FreezerModel> maker, FreezerTree tree) {
      FreezerModel model = played(maker, tree);
      model.apply(new Deed(0, false));
      model.apply(new Deed(tree.parents().size() - 1, true));
      List<Boolean> before = groups(tree).mapToObj(model::isFrozen).toList();
      model.apply(new Deed(0, true));
      model.apply(new Deed(0, false));
      return tree.parents().size() == 1
          || groups(tree).mapToObj(model::isFrozen).toList().equals(before);
    }
  },
  TO_THAW_BELOW_HELPS_NOBODY_ABOVE {
    @Override
    boolean holds(Function<List<Integer>, FreezerModel> maker, FreezerTree tree) {
      FreezerModel model = played(maker, tree);
      model.apply(new Deed(0, true));
      model.apply(new Deed(tree.parents().size() - 1, false));
      return tree.parents().size() == 1 || model.isFrozen(0);
    }
  };

  abstract boolean holds(Function<List<Integer>, FreezerModel> maker, FreezerTree tree);

  private static FreezerModel played(
      Function<List<Integer>, FreezerModel> maker, FreezerTree tree) {
    FreezerModel model = maker.apply(tree.parents());
    model.play(tree.deeds());
    return model;
  }

  private static IntStream groups(FreezerTree tree) {
    return IntStream.range(0, tree.parents().size());
  }
}
