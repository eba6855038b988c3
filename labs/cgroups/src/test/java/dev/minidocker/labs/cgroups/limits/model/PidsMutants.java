package dev.minidocker.labs.cgroups.limits.model;

import java.util.List;
import java.util.function.BiFunction;

/**
 * Misunderstandings of limits in a tree. The laws, and the kernel, must tell each from the truth.
 */
final class PidsMutants {
  private PidsMutants() {}

  static List<BiFunction<List<Integer>, List<Integer>, PidsModel>> all() {
    return List.of(
        OnlyTheOwnLimit::new,
        OnlyTheOwnAndTheParents::new,
        OnlyOwnProcessesCount::new,
        OneTooFew::new,
        MovesAreLimited::new,
        LimitsAreNeverBelowWhatIsThere::new);
  }

  private static final class OnlyTheOwnLimit extends PidsModel {
    OnlyTheOwnLimit(List<Integer> parents, List<Integer> most) {
      super(parents, most);
    }

    @Override
    public boolean fork(int group) {
      boolean room = count(group) < most(group);
      if (room) {
        add(group);
      }
      return room;
    }
  }

  private static final class OnlyTheOwnAndTheParents extends PidsModel {
    OnlyTheOwnAndTheParents(List<Integer> parents, List<Integer> most) {
      super(parents, most);
    }

    @Override
    public boolean fork(int group) {
      int parent = parent(group);
      boolean room = count(group) < most(group) && (parent < 0 || count(parent) < most(parent));
      if (room) {
        add(group);
      }
      return room;
    }
  }

  private static final class OnlyOwnProcessesCount extends PidsModel {
    OnlyOwnProcessesCount(List<Integer> parents, List<Integer> most) {
      super(parents, most);
    }

    @Override
    public int count(int group) {
      return members(group);
    }
  }

  private static final class OneTooFew extends PidsModel {
    OneTooFew(List<Integer> parents, List<Integer> most) {
      super(parents, most.stream().map(number -> number - 1).toList());
    }
  }

  private static final class MovesAreLimited extends PidsModel {
    MovesAreLimited(List<Integer> parents, List<Integer> most) {
      super(parents, most);
    }

    @Override
    public boolean move(int from, int to) {
      return from == to || (count(to) < most(to) && super.move(from, to));
    }
  }

  private static final class LimitsAreNeverBelowWhatIsThere extends PidsModel {
    LimitsAreNeverBelowWhatIsThere(List<Integer> parents, List<Integer> most) {
      super(parents, most);
    }

    @Override
    public void limit(int group, int newMost) {
      if (newMost >= count(group)) {
        super.limit(group, newMost);
      }
    }
  }
}
