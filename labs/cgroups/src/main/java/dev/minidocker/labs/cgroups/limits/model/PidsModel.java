package dev.minidocker.labs.cgroups.limits.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Who may fork in a tree of groups with limits: every group counts its own processes and those of
 * all groups below it, and each group on the way up must have room.
 */
public class PidsModel {
  private final int[] parents;
  private final int[] most;
  private final int[] members;

  /**
   * @param parents of each group its parent's number, which is smaller than its own; -1 for the top
   * @param most how many processes each may have
   */
  public PidsModel(List<Integer> parents, List<Integer> most) {
    this.parents = parents.stream().mapToInt(Integer::intValue).toArray();
    this.most = most.stream().mapToInt(Integer::intValue).toArray();
    this.members = new int[this.parents.length];
  }

  /** A process comes from elsewhere, or goes from one group to another: limits do not matter. */
  public boolean move(int from, int to) {
    if (from >= 0) {
      members[from]--;
    }
    members[to]++;
    return true;
  }

  // tag::fork[]
  /** Whether a process of this group may make another; if so, it is there. */
  public boolean fork(int group) {
    for (int above = group; above >= 0; above = parents[above]) {
      if (count(above) + 1 > most[above]) {
        return false;
      }
    }
    members[group]++;
    return true;
  }

  // end::fork[]

  /** From now on; those that are too many stay. */
  public void limit(int group, int newMost) {
    most[group] = newMost;
  }

  /** The processes of a group and of all below it: {@code pids.current}. */
  public int count(int group) {
    int count = members[group];
    for (int below = group + 1; below < parents.length; below++) {
      if (parents[below] == group) {
        count += count(below);
      }
    }
    return count;
  }

  /** Only its own. */
  protected int members(int group) {
    return members[group];
  }

  protected int most(int group) {
    return most[group];
  }

  protected int parent(int group) {
    return parents[group];
  }

  protected void add(int group) {
    members[group]++;
  }

  /** What comes of the deeds: of each fork whether it succeeds, and in the end all counts. */
  public List<Integer> play(List<Deed> deeds) {
    List<Integer> seen = new ArrayList<>();
    int place = -1;
    for (Deed deed : deeds) {
      if (deed instanceof Deed.Move move) {
        place = move(place, move.group()) ? move.group() : place;
      } else if (deed instanceof Deed.Fork) {
        seen.add(fork(place) ? 1 : 0);
      } else if (deed instanceof Deed.Limit limit) {
        limit(limit.group(), limit.most());
      }
    }
    for (int group = 0; group < parents.length; group++) {
      seen.add(count(group));
    }
    return seen;
  }
}
