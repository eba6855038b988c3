package dev.minidocker.labs.time.model;

import java.time.Duration;
import java.util.List;

/** Something that a process does with clocks and namespaces. A life is a list of acts. */
public sealed interface Act {

  /** Writes to {@code /proc/self/timens_offsets}, which is about the namespace of its children. */
  record SetOffset(Clock clock, Duration offset) implements Act {}

  /** {@code unshare(CLONE_NEWTIME)}: a new namespace for children to come. */
  record Unshare() implements Act {}

  /** setns(2) to {@code /proc/self/ns/time_for_children}. */
  record FollowChildren() implements Act {}

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
   * @param ownNamespace whether with CLONE_NEWTIME
   */
  record Birth(boolean ownNamespace, List<Act> life) implements Act {
    public Birth {
      life = List.copyOf(life);
    }
  }

  /** clock_gettime(2). */
  record Look(Clock clock) implements Act {}
}
