package dev.minidocker.labs.cgroups.limits.model;

import dev.minidocker.labs.cgroups.limits.CgroupVersion;
import java.util.List;

/**
 * Misunderstandings of memory in a tree. The laws, and the kernel, must tell each from the truth.
 */
final class MemoryMutants {
  private MemoryMutants() {}

  /** Makes a model, or a mutant. */
  interface Maker {
    MemoryModel make(CgroupVersion version, List<Integer> parents, List<Integer> most);
  }

  static List<Maker> all() {
    return List.of(
        OnlyTheOwnLimit::new,
        OneMore::new,
        WhatIsUsedMovesAlong::new,
        NothingIsGivenBack::new,
        LimitsAreSetAsInTheOtherVersion::new);
  }

  private static final class OnlyTheOwnLimit extends MemoryModel {
    OnlyTheOwnLimit(CgroupVersion version, List<Integer> parents, List<Integer> most) {
      super(version, parents, most);
    }

    @Override
    public boolean use() {
      boolean room = count(place()) < most(place());
      if (room) {
        charge(place());
      } else {
        refuse();
      }
      return room;
    }
  }

  private static final class OneMore extends MemoryModel {
    OneMore(CgroupVersion version, List<Integer> parents, List<Integer> most) {
      super(version, parents, most.stream().map(number -> number + 1).toList());
    }
  }

  private static final class WhatIsUsedMovesAlong extends MemoryModel {
    WhatIsUsedMovesAlong(CgroupVersion version, List<Integer> parents, List<Integer> most) {
      super(version, parents, most);
    }

    @Override
    public void move(int group) {
      super.move(group);
      moveAll(group);
    }
  }

  private static final class NothingIsGivenBack extends MemoryModel {
    NothingIsGivenBack(CgroupVersion version, List<Integer> parents, List<Integer> most) {
      super(version, parents, most);
    }

    @Override
    public void free(int use) {
      // until its user ends
    }
  }

  private static final class LimitsAreSetAsInTheOtherVersion extends MemoryModel {
    LimitsAreSetAsInTheOtherVersion(
        CgroupVersion version, List<Integer> parents, List<Integer> most) {
      super(version == CgroupVersion.V1 ? CgroupVersion.V2 : CgroupVersion.V1, parents, most);
    }
  }
}
