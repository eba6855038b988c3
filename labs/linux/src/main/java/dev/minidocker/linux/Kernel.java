package dev.minidocker.linux;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import dev.minidocker.linux.internal.Libc;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * System calls made by this JVM itself, on the calling thread.
 *
 * <p>This is the parent's side: directories, descriptors, processes. What belongs inside a
 * container is a {@link Program} and is never done from here.
 */
public final class Kernel {
  private static final Arch ARCH = Arch.host();
  private static final int FIRST_SCRATCH_BYTES = 8192;
  private static final ThreadLocal<Memory> SCRATCH = new ThreadLocal<>();

  private Kernel() {}

  /**
   * Makes a system call; one that a signal interrupted is made again.
   *
   * @param args at most six of: {@code Integer}, {@code Long}, {@link Flag}, {@code String} (passed
   *     as a C string), {@code byte[]} (the kernel may write into it), {@code null}
   * @return the result, 0 or more
   * @throws ErrnoException if the kernel refuses
   */
  public static long call(Syscall call, Object... args) {
    long result = tryCall(call, args);
    if (result < 0) {
      Refused refused = Refused.byKernel(call, args, Errno.ofResult(result));
      throw new ErrnoException(show(call, args), refused.errno(), Explanations.of(refused));
    }
    return result;
  }

  /** Like {@link #call}, but a refusal comes back as the errno, negated. */
  public static long tryCall(Syscall call, Object... args) {
    byte[][] bytes = new byte[args.length][];
    long needed = 0;
    for (int i = 0; i < args.length; i++) {
      bytes[i] = bytesOf(args[i]);
      needed += bytes[i] == null ? 0 : aligned(bytes[i].length);
    }
    Memory scratch = scratch(needed);
    long[] raw = new long[6];
    long offset = 0;
    for (int i = 0; i < args.length; i++) {
      if (bytes[i] == null) {
        raw[i] = numberOf(args[i]);
      } else {
        scratch.write(offset, bytes[i], 0, bytes[i].length);
        raw[i] = address(scratch) + offset;
        offset += aligned(bytes[i].length);
      }
    }
    long result = raw(call, raw[0], raw[1], raw[2], raw[3], raw[4], raw[5]);
    copyBack(raw, scratch, args);
    return result;
  }

  /** A system call with plain numbers: its result, or the errno negated; EINTR is retried. */
  public static long raw(Syscall call, long a, long b, long c, long d, long e, long f) {
    int refusal = Libc.gate().refusal(call);
    if (refusal != 0) {
      return -refusal;
    }
    long number = call.number(ARCH);
    while (true) {
      long result = Libc.syscall(number, a, b, c, d, e, f);
      if (result != -1) {
        return result;
      }
      int errno = Native.getLastError();
      if (errno != Errno.EINTR.number() || call == Syscall.CLOSE) {
        return -errno;
      }
    }
  }

  /** write(2): unlike {@link #call}, copies the bytes once and only in one direction. */
  static int write(int fd, byte[] bytes, int offset, int length) {
    Memory scratch = scratch(length);
    scratch.write(0, bytes, offset, length);
    long result = raw(Syscall.WRITE, fd, address(scratch), length, 0, 0, 0);
    if (result < 0) {
      Object[] args = {fd, null, length};
      Refused refused = Refused.byKernel(Syscall.WRITE, args, Errno.ofResult(result));
      String call =
          "write(" + fd + Situation.HERE.fileOf(fd) + ", <" + length + " bytes>, " + length + ")";
      throw new ErrnoException(call, refused.errno(), Explanations.of(refused));
    }
    return (int) result;
  }

  private static void copyBack(long[] raw, Memory scratch, Object[] args) {
    for (int i = 0; i < args.length; i++) {
      if (args[i] instanceof byte[] buffer) {
        scratch.read(raw[i] - address(scratch), buffer, 0, buffer.length);
      }
    }
  }

  private static byte[] bytesOf(Object arg) {
    if (arg instanceof String text) {
      return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }
    return arg instanceof byte[] bytes ? bytes : null;
  }

  private static long numberOf(Object arg) {
    if (arg == null) {
      return 0;
    } else if (arg instanceof Number number) {
      return number.longValue();
    } else if (arg instanceof Flag flag) {
      return flag.bits();
    }
    throw new IllegalArgumentException("not an argument of a system call: " + arg.getClass());
  }

  private static Memory scratch(long needed) {
    Memory memory = SCRATCH.get();
    if (memory == null || memory.size() < needed) {
      memory = new Memory(Math.max(FIRST_SCRATCH_BYTES, needed));
      SCRATCH.set(memory);
    }
    return memory;
  }

  private static long aligned(int length) {
    return (length + 8L) & -8;
  }

  private static long address(Memory memory) {
    return com.sun.jna.Pointer.nativeValue(memory);
  }

  private static String show(Syscall call, Object[] args) {
    return Arrays.stream(args).map(Kernel::show).collect(Collectors.joining(", ", call + "(", ")"));
  }

  private static String show(Object arg) {
    if (arg instanceof String text) {
      return Strace.quote(text);
    } else if (arg instanceof byte[] bytes) {
      return "<" + bytes.length + " bytes>";
    }
    return arg == null ? "NULL" : arg.toString();
  }
}
