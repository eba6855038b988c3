package dev.minidocker.labs.cgroups.limits.model;

import dev.minidocker.labs.cgroups.limits.CgroupVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who gets memory in a tree of groups with limits, in pieces of one size: a piece is on the account
 * of the group in which its user was, and of every group above; each must have room.
 */
public class MemoryModel {
  private final CgroupVersion version;
  private final int[] parents;
  private final int[] most;
  private final int[] own;
  private final Map<Integer, Integer> ownerOfUse = new HashMap<>();
  private int place;
  private int uses;

  /**
   * @param version of the kernel's interface; they differ in who may lower a limit
   * @param parents of each group its parent's number, which is smaller than its own; -1 for the top
   * @param most how many pieces each may have
   */
  public MemoryModel(CgroupVersion version, List<Integer> parents, List<Integer> most) {
    this.version = version;
    this.parents = parents.stream().mapToInt(Integer::intValue).toArray();
    this.most = most.stream().mapToInt(Integer::intValue).toArray();
    this.own = new int[this.parents.length];
  }

  public void move(int group) {
    place = group;
  }

  // tag::use[]
  /** Whether there is another piece for whoever is where the player is; if so, it is used. */
  public boolean use() {
    int number = uses++;
    for (int above = place; above >= 0; above = parents[above]) {
      if (count(above) + 1 > most[above]) {
        return false;
      }
    }
    own[place]++;
    ownerOfUse.put(number, place);
    return true;
  }

  // end::use[]

  /** Gives back what an earlier use took. */
  public void free(int use) {
    Integer owner = ownerOfUse.remove(use);
    if (owner != null) {
      own[owner]--;
    }
  }

  /**
   * Whether the group has this limit from now on. Version 1 refuses what is exceeded already;
   * version 2 takes it, and kills somebody where that helps.
   */
  public boolean limit(int group, int newMost) {
    if (version == CgroupVersion.V1 && count(group) > newMost) {
      return false;
    }
    most[group] = newMost;
    return true;
  }

  /** The pieces of a group and of all below it. */
  public int count(int group) {
    int count = own[group];
    for (int below = group + 1; below < parents.length; below++) {
      if (parents[below] == group) {
        count += count(below);
      }
    }
    return count;
  }

  protected int own(int group) {
    return own[group];
  }

  protected int most(int group) {
    return most[group];
  }

  protected int place() {
    return place;
  }

  /** On the account of this group, as the next use. */
  protected void charge(int group) {
    own[group]++;
    ownerOfUse.put(uses++, group);
  }

  protected void refuse() {
    uses++;
  }

  protected void setLimit(int group, int newMost) {
    most[group] = newMost;
  }

  protected void moveAll(int to) {
    for (int group = 0; group < own.length; group++) {
      if (group != to) {
        own[to] += own[group];
        own[group] = 0;
      }
    }
    ownerOfUse.replaceAll((use, group) -> to);
  }

  /** What comes of the deeds: of each use and limit whether it succeeds, then all counts. */
  public List<Integer> play(List<MemoryDeed> deeds) {
    List<Integer> seen = new ArrayList<>();
    for (MemoryDeed deed : deeds) {
      if (deed instanceof MemoryDeed.Move move) {
        move(move.group());
      } else if (deed instanceof MemoryDeed.Use) {
        seen.add(use() ? 1 : 0);
      } else if (deed instanceof MemoryDeed.Free free) {
        free(free.use());
      } else if (deed instanceof MemoryDeed.Limit limit) {
        seen.add(limit(limit.group(), limit.most()) ? 1 : 0);
      }
    }
    for (int group = 0; group < parents.length; group++) {
      seen.add(count(group));
    }
    return seen;
  }
}
