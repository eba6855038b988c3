package dev.minidocker.labs.cgroups.limits.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Misunderstandings of frozen trees. The laws, and the kernel, must tell each from the truth. */
final class FreezerMutants {
  private FreezerMutants() {}

  static List<Function<List<Integer>, FreezerModel>> all() {
    return List.of(
        OnlyTheOwnWord::new,
        OnlyTheParentsToo::new,
        ThawingGoesDown::new,
        ThawingGoesUp::new,
        TheNearestWordCounts::new);
  }

  private static final class OnlyTheOwnWord extends FreezerModel {
    OnlyTheOwnWord(List<Integer> parents) {
      super(parents);
    }

    @Override
    public boolean isFrozen(int group) {
      return asked(group);
    }
  }

  private static final class OnlyTheParentsToo extends FreezerModel {
    OnlyTheParentsToo(List<Integer> parents) {
      super(parents);
    }

    @Override
    public boolean isFrozen(int group) {
      return asked(group) || (parent(group) >= 0 && asked(parent(group)));
    }
  }

  private static final class ThawingGoesDown extends FreezerModel {
    ThawingGoesDown(List<Integer> parents) {
      super(parents);
    }

    @Override
    public void apply(Deed deed) {
      super.apply(deed);
      for (int below = deed.group() + 1; below < size() && !deed.freeze(); below++) {
        if (parent(below) == deed.group()) {
          apply(new Deed(below, false));
        }
      }
    }
  }

  private static final class ThawingGoesUp extends FreezerModel {
    ThawingGoesUp(List<Integer> parents) {
      super(parents);
    }

    @Override
    public void apply(Deed deed) {
      super.apply(deed);
      if (!deed.freeze() && parent(deed.group()) >= 0) {
        apply(new Deed(parent(deed.group()), false));
      }
    }
  }

  private static final class TheNearestWordCounts extends FreezerModel {
    private final Set<Integer> told = new HashSet<>();

    TheNearestWordCounts(List<Integer> parents) {
      super(parents);
    }

    @Override
    public void apply(Deed deed) {
      super.apply(deed);
      told.add(deed.group());
    }

    @Override
    public boolean isFrozen(int group) {
      return told.contains(group) ? asked(group) : parent(group) >= 0 && isFrozen(parent(group));
    }
  }
}
