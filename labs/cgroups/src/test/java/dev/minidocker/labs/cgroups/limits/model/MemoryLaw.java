package dev.minidocker.labs.cgroups.limits.model;

import dev.minidocker.labs.cgroups.limits.CgroupVersion;
import java.util.List;
import java.util.stream.IntStream;

/** What holds for memory in trees, whatever is done. */
enum MemoryLaw {
  USES_ALONE_NEVER_EXCEED_A_LIMIT {
    @Override
    boolean holds(MemoryMutants.Maker maker, CgroupVersion version, MemoryTree tree) {
      MemoryModel model = maker.make(version, tree.parents(), tree.most());
      model.move(tree.parents().size() - 1);
      IntStream.range(0, 6).forEach(i -> model.use());
      return groups(tree).allMatch(group -> model.count(group) <= tree.most().get(group));
    }
  },
  WHO_STAYS_BELOW_ALL_LIMITS_GETS_WHAT_IT_ASKS {
    @Override
    boolean holds(MemoryMutants.Maker maker, CgroupVersion version, MemoryTree tree) {
      List<Integer> two = tree.most().stream().map(most -> 2).toList();
      MemoryModel model = maker.make(version, tree.parents(), two);
      model.move(tree.parents().size() - 1);
      List<Boolean> answers = IntStream.range(0, 3).mapToObj(i -> model.use()).toList();
      return answers.equals(List.of(true, true, false));
    }
  },
  WHAT_IS_GIVEN_BACK_CAN_BE_USED_AGAIN {
    @Override
    boolean holds(MemoryMutants.Maker maker, CgroupVersion version, MemoryTree tree) {
      List<Integer> one = tree.most().stream().map(most -> 1).toList();
      MemoryModel model = maker.make(version, tree.parents(), one);
      model.move(tree.parents().size() - 1);
      model.use();
      model.free(0);
      return model.use();
    }
  },
  TO_MOVE_CHANGES_NO_ACCOUNT {
    @Override
    boolean holds(MemoryMutants.Maker maker, CgroupVersion version, MemoryTree tree) {
      MemoryModel model = maker.make(version, tree.parents(), tree.most());
      model.play(tree.deeds());
      List<Integer> before = groups(tree).mapToObj(model::count).toList();
      RandomTree.leaves(tree.parents()).forEach(model::move);
      return groups(tree).mapToObj(model::count).toList().equals(before);
    }
  },
  ONLY_VERSION_2_TAKES_A_LIMIT_THAT_IS_EXCEEDED {
    @Override
    boolean holds(MemoryMutants.Maker maker, CgroupVersion version, MemoryTree tree) {
      MemoryModel model = maker.make(version, tree.parents(), tree.most());
      model.move(tree.parents().size() - 1);
      model.use();
      return model.limit(0, 0) == (version == CgroupVersion.V2);
    }
  };

  abstract boolean holds(MemoryMutants.Maker maker, CgroupVersion version, MemoryTree tree);

  private static IntStream groups(MemoryTree tree) {
    return IntStream.range(0, tree.parents().size());
  }
}
