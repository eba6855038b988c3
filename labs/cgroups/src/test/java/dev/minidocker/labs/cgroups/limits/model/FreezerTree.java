package dev.minidocker.labs.cgroups.limits.model;

import dev.minidocker.labs.cgroups.limits.model.FreezerModel.Deed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** A random tree of groups, and which of them are frozen and thawed, one after the other. */
record FreezerTree(List<Integer> parents, List<Deed> deeds) {
  private static final int DEEDS = 6;

  static Arbitrary<FreezerTree> any() {
    return Arbitraries.randomValue(FreezerTree::random);
  }

  private static FreezerTree random(Random random) {
    List<Integer> parents = RandomTree.parents(random);
    List<Deed> deeds = new ArrayList<>();
    for (int i = 0; i < DEEDS; i++) {
      deeds.add(new Deed(random.nextInt(parents.size()), random.nextInt(5) < 3));
    }
    return new FreezerTree(parents, deeds);
  }

  List<List<Boolean>> play() {
    return new FreezerModel(parents).play(deeds);
  }
}
