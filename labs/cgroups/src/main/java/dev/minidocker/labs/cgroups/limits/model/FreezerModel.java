package dev.minidocker.labs.cgroups.limits.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Who stands still in a tree of groups of which some are frozen: whoever is in one, or below one.
 */
public class FreezerModel {
  private final int[] parents;
  private final boolean[] asked;

  /**
   * Something that is done to one of the groups.
   *
   * @param freeze or else thaw
   */
  public record Deed(int group, boolean freeze) {}

  /**
   * @param parents of each group its parent's number, which is smaller than its own; -1 for the top
   */
  public FreezerModel(List<Integer> parents) {
    this.parents = parents.stream().mapToInt(Integer::intValue).toArray();
    this.asked = new boolean[this.parents.length];
  }

  /** Each group remembers what was asked of it, whatever is asked of those above. */
  public void apply(Deed deed) {
    asked[deed.group()] = deed.freeze();
  }

  // tag::frozen[]
  /** Whether the processes of this group stand still. */
  public boolean isFrozen(int group) {
    for (int above = group; above >= 0; above = parents[above]) {
      if (asked[above]) {
        return true;
      }
    }
    return false;
  }

  // end::frozen[]

  protected int parent(int group) {
    return parents[group];
  }

  protected boolean asked(int group) {
    return asked[group];
  }

  protected int size() {
    return parents.length;
  }

  /** After each deed, which groups are frozen. */
  public List<List<Boolean>> play(List<Deed> deeds) {
    List<List<Boolean>> seen = new ArrayList<>();
    for (Deed deed : deeds) {
      apply(deed);
      List<Boolean> frozen = new ArrayList<>();
      for (int group = 0; group < parents.length; group++) {
        frozen.add(isFrozen(group));
      }
      seen.add(frozen);
    }
    return seen;
  }
}
