package dev.minidocker.labs.user.model;

import dev.minidocker.linux.Capability;
import dev.minidocker.linux.proc.UidMap;
import java.util.List;
import java.util.Set;

/** Something that a process does with ids. A life is a list of acts; each shows an answer. */
public sealed interface Act {

  /** Something that is written into a file of a user namespace. */
  sealed interface Writing extends Act {}

  /** A map, into {@code uid_map} or {@code gid_map}. */
  record WriteMap(Kind kind, UidMap map) implements Writing {}

  /** {@code allow} or {@code deny}, into {@code setgroups}. */
  record WriteSetgroups(boolean allow) implements Writing {}

  /**
   * A child makes a user namespace for itself, {@code unshare(CLONE_NEWUSER)}; its parent writes
   * its maps while it waits, and then waits while it lives.
   */
  record Birth(List<Writing> byParent, List<Act> life) implements Act {
    public Birth {
      byParent = List.copyOf(byParent);
      life = List.copyOf(life);
    }
  }

  /** capset(2): these, all of which it must have, and no others. */
  record SetCapabilities(Set<Capability> capabilities) implements Act {
    public SetCapabilities {
      capabilities = Set.copyOf(capabilities);
    }
  }

  /** getuid(2) and getgid(2). */
  record WhoAmI() implements Act {}

  /**
   * The map that the namespace of an ancestor has.
   *
   * @param generations how far back: 0 is the process itself; the first if there are not so many
   */
  record Read(Kind kind, int generations) implements Act {}

  /** setgroups(2) to one group. */
  record SetGroups(long gid) implements Act {}

  /** fchown(2) of a file that all processes have open. */
  record Chown(long uid, long gid) implements Act {}

  /** statx(2) of that file: whose it is. */
  record Stat() implements Act {}
}
