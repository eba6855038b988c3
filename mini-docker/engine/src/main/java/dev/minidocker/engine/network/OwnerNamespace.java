package dev.minidocker.engine.network;

import dev.minidocker.linux.proc.UidMap;

/**
 * The user namespace that owns a network namespace: whoever is to enter the second must have all
 * rights in the first; setns(2), and user_namespaces(7), "Interaction of user namespaces and other
 * types of namespaces".
 *
 * @param path of a file that means it, such as /proc/PID/ns/user
 * @param users who is there
 * @param groups likewise
 */
public record OwnerNamespace(String path, UidMap users, UidMap groups) {

  /**
   * Checks that somebody can be this user and this group there; the kernel's own answer would be
   * EINVAL, of setresuid(2).
   *
   * @param asked by which its network was asked for
   * @throws NetworkException if not, saying who can
   */
  public void requireMapped(String asked, int uid, int gid) {
    boolean user = users.toOutside(uid).isPresent();
    boolean group = groups.toOutside(gid).isPresent();
    if (user && group) {
      return;
    }
    String missing = user ? "" : "user " + uid;
    missing += user || group ? "" : " and ";
    missing += group ? "" : "group " + gid;
    throw new NetworkException(
        asked
            + ": who shares the network of an ordinary user's container is in its user namespace"
            + " too, and that has no "
            + missing
            + ", so that the kernel would answer EINVAL. Run it with -u "
            + users.ranges().get(0).inside()
            + ":"
            + groups.ranges().get(0).inside());
  }
}
