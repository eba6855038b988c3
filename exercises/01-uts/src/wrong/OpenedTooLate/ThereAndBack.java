// fails: uts/home
// After unshare, one's own namespace is the new one: the way back leads nowhere.
package dev.minidocker.exercises.uts;

import java.util.List;

/**
 * The way back has to be opened before leaving: afterwards /proc/self/ns/uts is the new namespace.
 * The name comes after leaving, or it would be the old namespace's, and its copy's too.
 */
public final class ThereAndBack {

  /** The calls, each to be made once. */
  public enum Call {
    /** uname(2), in the new namespace. */
    LOOK_THERE,
    /** {@code setns(descriptor, CLONE_NEWUTS)}. */
    GO_BACK,
    /** {@code sethostname("…")}. */
    TAKE_A_NAME,
    /** uname(2), in the old one. */
    LOOK_AT_HOME,
    /** {@code unshare(CLONE_NEWUTS)}. */
    LEAVE,
    /** {@code descriptor = open("/proc/self/ns/uts")}. */
    OPEN_OWN_NAMESPACE
  }

  private ThereAndBack() {}

  /** The order in which to make them. */
  public static List<Call> order() {
    return List.of(
        Call.LEAVE,
        Call.OPEN_OWN_NAMESPACE,
        Call.TAKE_A_NAME,
        Call.LOOK_THERE,
        Call.GO_BACK,
        Call.LOOK_AT_HOME);
  }
}
