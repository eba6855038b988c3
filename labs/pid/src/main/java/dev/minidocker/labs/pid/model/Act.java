package dev.minidocker.labs.pid.model;

import java.util.List;

/** Something that a process does about processes. A life is a list of acts. */
public sealed interface Act {

  /**
   * clone3(2): a child lives its life, while the parent waits.
   *
   * @param ownNamespace whether with CLONE_NEWPID
   * @param stays whether the child stays when it has done its acts; or else it ends, and its parent
   *     waits for it. Its own children that stay are orphans then
   */
  record Birth(boolean ownNamespace, boolean stays, List<Act> life) implements Act {
    public Birth {
      life = List.copyOf(life);
    }
  }

  /**
   * kill(2) of one's own child; nobody waits for its zombie.
   *
   * @param child which of those that stayed, counted around; without any, nothing happens
   */
  record KillChild(int child, int signal) implements Act {}

  /** {@code kill(1, signal)}: number one of one's own namespace. */
  record KillInit(int signal) implements Act {}

  /** getpid(2) and getppid(2): who am I? */
  record Look() implements Act {}

  /** {@code kill(number, 0)}: is there such a process for me? */
  record Probe(int number) implements Act {}
}
