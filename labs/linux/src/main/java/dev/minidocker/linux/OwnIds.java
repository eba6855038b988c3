package dev.minidocker.linux;

import java.nio.charset.StandardCharsets;

/** The ids that exist in the user namespace of this JVM; user_namespaces(7). */
public final class OwnIds {
  private static final int MORE_THAN_A_LINE = 128;

  private OwnIds() {}

  /**
   * Whether there is one user only, as below {@code unshare --map-root-user}. Root is then root of
   * little: no file can be given to another, since there is no other (chown: EINVAL).
   *
   * @throws ErrnoException if {@code /proc} cannot be read
   */
  public static boolean areOne() {
    byte[] lines = new byte[MORE_THAN_A_LINE];
    try (Fd map = Fd.open("/proc/self/uid_map", 0, 0)) {
      return isOne(new String(lines, 0, map.read(lines), StandardCharsets.US_ASCII));
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT) { // a kernel without user namespaces: everybody is there
        return false;
      }
      throw e;
    }
  }

  /** A map of one line, which counts one id: {@code "inside outside 1\n"}. */
  static boolean isOne(String map) {
    return map.indexOf('\n') == map.length() - 1 && map.endsWith(" 1\n");
  }
}
