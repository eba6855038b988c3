package dev.minidocker.linux;

/** Steps about the kernel's key retention service; keyrings(7). */
public final class Keyrings {
  private Keyrings() {}

  /**
   * {@code keyctl(KEYCTL_JOIN_SESSION_KEYRING, NULL)}, keyctl(2): a new, empty session keyring.
   * ENOSYS: a kernel without keys. EDQUOT: the user has too many.
   */
  public static Step joinNewSession() {
    return Step.of(Syscall.KEYCTL, Arg.constant("KEYCTL_JOIN_SESSION_KEYRING", 1), Arg.NULL);
  }
}
