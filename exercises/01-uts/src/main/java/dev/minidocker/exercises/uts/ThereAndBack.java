package dev.minidocker.exercises.uts;

import java.util.List;

/**
 * Exercise 3: put the system calls in order.
 *
 * <p>A process makes a UTS namespace for itself, takes a name there and looks at it; then it goes
 * back to the namespace that it came from, which must have kept its old name, and looks again.
 *
 * <p>Hint: what will it need, to find the way back?
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
    // TODO: put them in order
    return List.of(Call.values());
  }
}
