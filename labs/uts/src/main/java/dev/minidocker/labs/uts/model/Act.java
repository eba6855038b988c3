package dev.minidocker.labs.uts.model;

import java.util.List;

/** Something that a process does with names and namespaces. A life is a list of acts. */
public sealed interface Act {

  /** sethostname(2). */
  record SetHostName(String name) implements Act {}

  /** setdomainname(2). */
  record SetDomainName(String name) implements Act {}

  /** {@code unshare(CLONE_NEWUTS)}: a new namespace for the process itself. */
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
   * @param ownNamespace whether with CLONE_NEWUTS
   */
  record Birth(boolean ownNamespace, List<Act> life) implements Act {
    public Birth {
      life = List.copyOf(life);
    }
  }

  /** uname(2): what is seen now. */
  record Look() implements Act {}
}
