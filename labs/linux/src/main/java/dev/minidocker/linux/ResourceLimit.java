package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the kernel limits for each process by itself; getrlimit(2), {@code
 * include/uapi/asm-generic/resource.h}. Units are the kernel's: bytes, seconds, or a number.
 */
public enum ResourceLimit {
  CPU(0),
  FSIZE(1),
  DATA(2),
  STACK(3),
  CORE(4),
  RSS(5),
  NPROC(6),
  NOFILE(7),
  MEMLOCK(8),
  AS(9),
  LOCKS(10),
  SIGPENDING(11),
  MSGQUEUE(12),
  NICE(13),
  RTPRIO(14),
  RTTIME(15);

  /** {@code RLIM64_INFINITY}, as the signed number that Java makes of it. */
  public static final long UNLIMITED = -1;

  private static final int BYTES = 16;

  private final int number;

  ResourceLimit(int number) {
    this.number = number;
  }

  /**
   * {@code struct rlimit64}.
   *
   * @param soft what holds; the process may change it up to {@code hard}
   * @param hard what only CAP_SYS_RESOURCE of the first user namespace can raise
   */
  public record Value(long soft, long hard) {

    /** Whether {@code one} is more than {@code other}. */
    public static boolean exceeds(long one, long other) {
      return Long.compareUnsigned(one, other) > 0;
    }
  }

  /** What holds for this JVM; prlimit(2). */
  public Value ofThisProcess() {
    byte[] value = new byte[BYTES];
    Kernel.call(Syscall.PRLIMIT64, 0, number, null, value);
    ByteBuffer fields = ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
    return new Value(fields.getLong(0), fields.getLong(8));
  }

  /**
   * {@code int prlimit(pid_t pid, int resource, const struct rlimit *new_limit, struct rlimit
   * *old_limit)}, for the process that makes this step. EPERM: the hard limit is raised without
   * CAP_SYS_RESOURCE.
   */
  public Step set(Value value) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(0, value.soft()).putLong(8, value.hard());
    String shown = "{rlim_cur=" + text(value.soft()) + ", rlim_max=" + text(value.hard()) + "}";
    return Step.of(
        Syscall.PRLIMIT64,
        Arg.of(0),
        Arg.constant("RLIMIT_" + name(), number),
        new Arg.Bytes(bytes.array(), shown),
        Arg.NULL);
  }

  private static String text(long number) {
    return number == UNLIMITED ? "RLIM64_INFINITY" : Long.toUnsignedString(number);
  }
}
