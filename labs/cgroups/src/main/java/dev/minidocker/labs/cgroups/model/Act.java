package dev.minidocker.labs.cgroups.model;

import java.util.List;

/** Something that a process does with groups and namespaces. A life is a list of acts. */
public sealed interface Act {

  /**
   * Writes 0 to the {@code cgroup.procs} of a group, and so moves there.
   *
   * @param group which one, of those that there are; more than there are begin anew
   */
  record Move(int group) implements Act {}

  /** {@code unshare(CLONE_NEWCGROUP)}: a new namespace for the process itself. */
  record Unshare() implements Act {}

  /**
   * setns(2) to the namespace that an ancestor was born in.
   *
   * @param generations how far back: 0 is one's own birth, 1 the parent's; the first process if
   *     there are not so many
   */
  record Join(int generations) implements Act {}

  /**
   * clone3(2): a child lives its life, while the parent waits.
   *
   * @param ownNamespace whether with CLONE_NEWCGROUP
   */
  record Birth(boolean ownNamespace, List<Act> life) implements Act {
    public Birth {
      life = List.copyOf(life);
    }
  }

  /**
   * Reads the {@code /proc/PID/cgroup} of an ancestor.
   *
   * @param generations whose: 0 is one's own, 1 the parent's; the first process's if there are not
   *     so many
   */
  record Look(int generations) implements Act {}
}
