package dev.minidocker.labs.cgroups.limits.model;

import dev.minidocker.labs.cgroups.limits.CgroupVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * A random tree of groups with limits on memory, and what is done in it.
 *
 * @param deeds the first is a move; moves go to leaves
 */
record MemoryTree(List<Integer> parents, List<Integer> most, List<MemoryDeed> deeds) {
  private static final int MOST_PIECES = 4;
  private static final int DEEDS = 9;

  static Arbitrary<MemoryTree> any() {
    return Arbitraries.randomValue(MemoryTree::random);
  }

  private static MemoryTree random(Random random) {
    List<Integer> parents = RandomTree.parents(random);
    List<Integer> most = parents.stream().map(parent -> 1 + random.nextInt(MOST_PIECES)).toList();
    List<Integer> leaves = RandomTree.leaves(parents);
    List<MemoryDeed> deeds =
        new ArrayList<>(List.of(new MemoryDeed.Move(RandomTree.one(leaves, random))));
    int uses = 0;
    while (deeds.size() < DEEDS) {
      int kind = random.nextInt(9);
      if (kind == 0) {
        deeds.add(new MemoryDeed.Move(RandomTree.one(leaves, random)));
      } else if (kind == 1) {
        deeds.add(
            new MemoryDeed.Limit(random.nextInt(parents.size()), random.nextInt(MOST_PIECES)));
      } else if (kind == 2 && uses > 0) {
        deeds.add(new MemoryDeed.Free(random.nextInt(uses)));
      } else {
        deeds.add(new MemoryDeed.Use());
        uses++;
      }
    }
    return new MemoryTree(parents, most, withoutRepeatedFrees(deeds));
  }

  /** What is given back once cannot be given back again. */
  private static List<MemoryDeed> withoutRepeatedFrees(List<MemoryDeed> deeds) {
    List<MemoryDeed> kept = new ArrayList<>();
    for (MemoryDeed deed : deeds) {
      if (!(deed instanceof MemoryDeed.Free) || !kept.contains(deed)) {
        kept.add(deed);
      }
    }
    return kept;
  }

  List<Integer> play(CgroupVersion version) {
    return new MemoryModel(version, parents, most).play(deeds);
  }
}
