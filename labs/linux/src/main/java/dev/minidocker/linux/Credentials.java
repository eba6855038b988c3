package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Steps that change who a process is and what it may do. */
public final class Credentials {
  private static final int LINUX_CAPABILITY_VERSION_3 = 0x20080522;
  private static final int PR_CAPBSET_DROP = 24;
  private static final int PR_SET_NO_NEW_PRIVS = 38;

  private Credentials() {}

  /** {@code int setgroups(size_t size, const gid_t *list)}, setgroups(2). */
  public static Step groups(List<Integer> groups) {
    ByteBuffer list = ByteBuffer.allocate(4 * groups.size()).order(ByteOrder.LITTLE_ENDIAN);
    groups.forEach(list::putInt);
    return Step.of(
        Syscall.SETGROUPS, Arg.of(groups.size()), new Arg.Bytes(list.array(), groups.toString()));
  }

  /** {@code int setresgid(gid_t rgid, gid_t egid, gid_t sgid)}, setresuid(2). */
  public static Step group(int gid) {
    return Step.of(Syscall.SETRESGID, Arg.of(gid), Arg.of(gid), Arg.of(gid));
  }

  /**
   * {@code int setresuid(uid_t ruid, uid_t euid, uid_t suid)}, setresuid(2). From 0 to anything
   * else it clears the effective and permitted capabilities, and always the parent-death signal.
   * EINVAL: no such id in this user namespace.
   */
  public static Step user(int uid) {
    return Step.of(Syscall.SETRESUID, Arg.of(uid), Arg.of(uid), Arg.of(uid));
  }

  /** {@code prctl(PR_CAPBSET_DROP, cap)}, prctl(2): no later exec can regain it. */
  public static Step dropFromBoundingSet(Capability capability) {
    return Tasks.prctl(
        Arg.constant("PR_CAPBSET_DROP", PR_CAPBSET_DROP),
        Arg.constant(capability.name(), capability.number()));
  }

  /** {@code prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)}, prctl(2). */
  public static Step noNewPrivileges() {
    return Tasks.prctl(
        Arg.constant("PR_SET_NO_NEW_PRIVS", PR_SET_NO_NEW_PRIVS),
        Arg.of(1),
        Arg.of(0),
        Arg.of(0),
        Arg.of(0));
  }

  /**
   * {@code int capset(cap_user_header_t hdrp, const cap_user_data_t datap)}, capset(2): exactly
   * these are effective and permitted, none inheritable. EPERM: one of them is not permitted now.
   */
  public static Step capabilities(Collection<Capability> capabilities) {
    long set = capabilities.stream().mapToLong(Capability::bit).reduce(0, (a, b) -> a | b);
    ByteBuffer header = littleEndian(8).putInt(LINUX_CAPABILITY_VERSION_3).putInt(0);
    int low = (int) set;
    int high = (int) (set >>> 32);
    ByteBuffer data = littleEndian(24).putInt(low).putInt(low).putInt(0);
    data.putInt(high).putInt(high).putInt(0);
    String shown = show(capabilities);
    return Step.of(
        Syscall.CAPSET,
        new Arg.Bytes(header.array(), "{version=_LINUX_CAPABILITY_VERSION_3, pid=0}"),
        new Arg.Bytes(
            data.array(), "{effective=" + shown + ", permitted=" + shown + ", inheritable=0}"));
  }

  private static String show(Collection<Capability> capabilities) {
    return capabilities.isEmpty()
        ? "0"
        : capabilities.stream()
            .sorted()
            .map(capability -> "1<<" + capability)
            .collect(Collectors.joining("|"));
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
