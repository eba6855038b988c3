package dev.minidocker.engine;

import dev.minidocker.linux.Capability;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.OwnIds;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * What this machine, and who runs us, make possible.
 *
 * @param uid the effective user id
 * @param gid the effective group id
 * @param alone whether this user is the only one in its user namespace, which makes even root an
 *     ordinary user
 * @param permitted the capabilities that this process has
 * @param known the capabilities that the kernel knows
 */
public record Host(
    int uid, int gid, boolean alone, Set<Capability> permitted, Set<Capability> known) {
  private static final int LINUX_CAPABILITY_VERSION_3 = 0x20080522;
  private static final int PR_CAPBSET_READ = 23;

  public Host {
    permitted = Set.copyOf(permitted);
    known = Set.copyOf(known);
  }

  /** The host as this process finds it. */
  public static Host current() {
    int uid = (int) Kernel.call(Syscall.GETUID);
    int gid = (int) Kernel.call(Syscall.GETGID);
    return new Host(uid, gid, OwnIds.areOne(), ownCapabilities(), knownCapabilities());
  }

  /**
   * Whether containers need a user namespace in front, because this process may not make others, or
   * has no other ids to give.
   */
  public boolean rootless() {
    return alone || !permitted.contains(Capability.CAP_SYS_ADMIN);
  }

  /** capget(2). */
  private static Set<Capability> ownCapabilities() {
    byte[] header = littleEndian(8).putInt(LINUX_CAPABILITY_VERSION_3).array();
    byte[] data = new byte[24];
    Kernel.call(Syscall.CAPGET, header, data);
    ByteBuffer sets = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    long permitted = Integer.toUnsignedLong(sets.getInt(4)) | ((long) sets.getInt(16) << 32);
    EnumSet<Capability> own = EnumSet.allOf(Capability.class);
    own.removeIf(capability -> (permitted & capability.bit()) == 0);
    return own;
  }

  /** The kernel answers EINVAL for the first number that it does not know; prctl(2). */
  private static Set<Capability> knownCapabilities() {
    EnumSet<Capability> known = EnumSet.noneOf(Capability.class);
    Arrays.stream(Capability.values())
        .takeWhile(
            capability -> Kernel.tryCall(Syscall.PRCTL, PR_CAPBSET_READ, capability.number()) >= 0)
        .forEach(known::add);
    return known;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
