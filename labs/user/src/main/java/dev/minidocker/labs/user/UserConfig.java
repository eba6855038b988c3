package dev.minidocker.labs.user;

import dev.minidocker.linux.proc.UidMap;
import dev.minidocker.linux.proc.UidMap.Range;

/**
 * Who is whom in a user namespace, and who writes that down.
 *
 * @param users which users inside are which users outside
 * @param groups the same of groups
 * @param writer who writes the two maps
 */
public record UserConfig(UidMap users, UidMap groups, Writer writer) {

  /** Whoever writes a map must be allowed to; user_namespaces(7). */
  public enum Writer {

    /** The first process itself: its own user and its own group, and setgroups(2) is given up. */
    ITSELF,

    /** Its starter, with CAP_SETUID, CAP_SETGID, and CAP_SETFCAP where user 0 outside is mapped. */
    STARTER,

    /** newuidmap(1) and newgidmap(1), which have those capabilities and read /etc/subuid. */
    NEWIDMAP
  }

  /**
   * @throws IllegalArgumentException if the kernel would not take it for a map (EINVAL), or the
   *     writer may not write it
   */
  public UserConfig {
    check("user", users);
    check("group", groups);
    if (writer == Writer.ITSELF && !(isSingle(users) && isSingle(groups))) {
      throw new IllegalArgumentException(
          "a process may map one user and one group by itself, not more. Let its starter write the"
              + " maps, or newuidmap");
    }
  }

  private static void check(String what, UidMap map) {
    MapRules.flaw(map)
        .ifPresent(
            flaw -> {
              throw new IllegalArgumentException(
                  "this is no map of " + what + "s: " + flaw + ". See user_namespaces(7)");
            });
  }

  /** The one user and one group that an ordinary user may map without help: its own. */
  public static UserConfig single(int uid, int outsideUid, int gid, int outsideGid) {
    return new UserConfig(
        UidMap.single(uid, outsideUid), UidMap.single(gid, outsideGid), Writer.ITSELF);
  }

  private static boolean isSingle(UidMap map) {
    return map.ranges().size() == 1 && map.ranges().get(0).count() == 1;
  }

  /** How many users there are inside. */
  public long userCount() {
    return users.ranges().stream().mapToLong(Range::count).sum();
  }

  /** Whether processes inside may set their groups, setgroups(2). */
  public boolean setsGroups() {
    return writer != Writer.ITSELF;
  }
}
