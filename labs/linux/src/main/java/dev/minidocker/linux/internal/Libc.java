package dev.minidocker.linux.internal;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The few functions of the C library that this project calls. Everything else goes through {@link
 * #syscall}.
 *
 * <p>Addresses are plain {@code long}s: the callers own the memory.
 */
public final class Libc {
  /** Binding costs as much time as it saves over this many calls (docs/adr/0003-start-up.adoc). */
  private static final int CALLS_THAT_PAY_FOR_BINDING = 20_000;

  private static final NativeLibrary LIBRARY;
  private static final Function SYSCALL;
  private static volatile Gate gate = Gate.OPEN;
  private static int calls; // two threads may lose a count between them, which changes nothing

  static {
    // JNA would start ldconfig to learn where libraries are; the C library is in this process
    System.setProperty("jna.platform.library.path", "");
    LIBRARY = NativeLibrary.getProcess();
    SYSCALL = LIBRARY.getFunction("syscall");
  }

  private Libc() {}

  /** The gate that the callers of {@link #syscall} and {@link #posix_spawn} ask first. */
  public static Gate gate() {
    return gate;
  }

  /** For tests: sets another gate, for the whole JVM. */
  public static void gate(Gate newGate) {
    gate = newGate;
  }

  /** {@code long syscall(long number, ...)}, syscall(2): -1 with errno set, or the result. */
  public static long syscall(long number, long a, long b, long c, long d, long e, long f) {
    if (calls >= CALLS_THAT_PAY_FOR_BINDING) {
      return Bound.syscall(number, a, b, c, d, e, f);
    }
    calls++;
    return SYSCALL.invokeLong(new Object[] {number, a, b, c, d, e, f});
  }

  /** posix_spawn(3): 0, or the errno. */
  public static int posix_spawn(
      Pointer pid,
      String path,
      Pointer fileActions,
      Pointer attributes,
      Pointer argv,
      Pointer envp) {
    return call("posix_spawn", pid, path, fileActions, attributes, argv, envp);
  }

  public static int posix_spawn_file_actions_init(Pointer fileActions) {
    return call("posix_spawn_file_actions_init", fileActions);
  }

  public static int posix_spawn_file_actions_destroy(Pointer fileActions) {
    return call("posix_spawn_file_actions_destroy", fileActions);
  }

  public static int posix_spawn_file_actions_adddup2(Pointer fileActions, int from, int to) {
    return call("posix_spawn_file_actions_adddup2", fileActions, from, to);
  }

  public static int posix_spawnattr_init(Pointer attributes) {
    return call("posix_spawnattr_init", attributes);
  }

  public static int posix_spawnattr_setflags(Pointer attributes, short flags) {
    return call("posix_spawnattr_setflags", attributes, flags);
  }

  public static int posix_spawnattr_setsigdefault(Pointer attributes, Pointer set) {
    return call("posix_spawnattr_setsigdefault", attributes, set);
  }

  public static int posix_spawnattr_setsigmask(Pointer attributes, Pointer set) {
    return call("posix_spawnattr_setsigmask", attributes, set);
  }

  private static int call(String function, Object... args) {
    return LIBRARY.getFunction(function).invokeInt(args);
  }

  /** The same function as a native method: five times as fast, once 25 ms have been spent. */
  private static final class Bound {
    static {
      Native.register(Bound.class, LIBRARY);
    }

    static native long syscall(long number, long a, long b, long c, long d, long e, long f);
  }
}
