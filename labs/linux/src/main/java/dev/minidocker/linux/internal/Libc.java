package dev.minidocker.linux.internal;

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
  static {
    Native.register(Libc.class, NativeLibrary.getProcess());
  }

  private Libc() {}

  /** {@code long syscall(long number, ...)}, syscall(2): -1 with errno set, or the result. */
  public static native long syscall(long number, long a, long b, long c, long d, long e, long f);

  /** posix_spawn(3): 0, or the errno. */
  public static native int posix_spawn(
      Pointer pid,
      String path,
      Pointer fileActions,
      Pointer attributes,
      Pointer argv,
      Pointer envp);

  public static native int posix_spawn_file_actions_init(Pointer fileActions);

  public static native int posix_spawn_file_actions_destroy(Pointer fileActions);

  public static native int posix_spawn_file_actions_adddup2(Pointer fileActions, int from, int to);

  public static native int posix_spawnattr_init(Pointer attributes);

  public static native int posix_spawnattr_setflags(Pointer attributes, short flags);

  public static native int posix_spawnattr_setsigdefault(Pointer attributes, Pointer set);

  public static native int posix_spawnattr_setsigmask(Pointer attributes, Pointer set);
}
