package dev.minidocker.labs.time;

import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Look;
import dev.minidocker.labs.time.model.Clock;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Looks at clocks. */
public final class TimeLooks {
  private static final int TIMESPEC_BYTES = 16;

  private TimeLooks() {}

  /**
   * {@code int clock_gettime(clockid_t clockid, struct timespec *tp)}, clock_gettime(2), in
   * seconds. The system call, not the C library's short cut.
   */
  public static Look clock(Clock clock) {
    return Look.call(
        TIMESPEC_BYTES,
        memory ->
            Step.of(Syscall.CLOCK_GETTIME, Arg.constant(clock.name(), clock.number()), memory),
        answers -> inSeconds(timespec(answers.memory().duplicate())));
  }

  /** The same clock, as this JVM sees it. */
  public static Duration here(Clock clock) {
    byte[] timespec = new byte[TIMESPEC_BYTES];
    Kernel.call(Syscall.CLOCK_GETTIME, clock.number(), timespec);
    return timespec(ByteBuffer.wrap(timespec));
  }

  /** With nine digits behind the point. */
  static String inSeconds(Duration time) {
    return String.format("%d.%09d", time.getSeconds(), time.getNano());
  }

  /** What {@link #clock} shows, or the first number of /proc/uptime. */
  public static Duration parse(String seconds) {
    return Duration.parse("PT" + seconds.replaceAll(" .*", "") + "S");
  }

  private static Duration timespec(ByteBuffer memory) {
    ByteBuffer fields = memory.order(ByteOrder.LITTLE_ENDIAN);
    return Duration.ofSeconds(fields.getLong(0), fields.getLong(8));
  }

  /** Whether an offset can be set for children to come; if it can, it is. */
  public static Look setOffset(Clock clock, Duration offset) {
    Look.Calls calls =
        (name, memory) ->
            List.of(
                Descriptors.openToWrite("/proc/self/timens_offsets").named(name),
                Descriptors.write(name, TimeConfig.line(clock, offset)).named(name + ".write"),
                Descriptors.close(name).named(name + ".close"));
    Look plain = Look.attempt(Step.of(Syscall.GETPID));
    return new Look(calls, 0, plain.show(), plain.eyes());
  }

  /** A look by the child of a child that has done something before. */
  public static Look byGrandchild(Program before, Look look) {
    return new Look(
        look.calls(),
        look.memoryBytes(),
        look.show(),
        (name, calls) ->
            Fork.andWait(
                name + ".child",
                Set.of(),
                before.then(Fork.andWait(name + ".grandchild", Set.of(), calls))));
  }
}
