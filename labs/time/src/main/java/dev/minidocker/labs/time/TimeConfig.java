package dev.minidocker.labs.time;

import dev.minidocker.labs.time.model.Clock;
import dev.minidocker.labs.time.model.TimeModel;
import java.time.Duration;

/**
 * How far the clocks of a namespace are ahead of the machine's; negative: behind.
 *
 * @param monotonic of CLOCK_MONOTONIC
 * @param boottime of CLOCK_BOOTTIME, and so of /proc/uptime
 */
public record TimeConfig(Duration monotonic, Duration boottime) {

  public TimeConfig {
    check(Clock.CLOCK_MONOTONIC, monotonic);
    check(Clock.CLOCK_BOOTTIME, boottime);
  }

  /** Both by the same time. */
  public static TimeConfig ahead(Duration offset) {
    return new TimeConfig(offset, offset);
  }

  /** Refuses what the kernel would refuse (ERANGE) whatever the clock says now. */
  private static void check(Clock clock, Duration offset) {
    if (Math.abs(offset.toSeconds()) > TimeModel.KTIME_SEC_MAX) {
      throw new IllegalArgumentException(
          String.format(
              "%s by %s: the kernel counts to %d seconds, which is 292 years. Choose less",
              clock, offset, TimeModel.KTIME_SEC_MAX));
    }
  }

  /** The text that {@code timens_offsets} takes: clock, seconds, nanoseconds above these. */
  String text() {
    return line(Clock.CLOCK_MONOTONIC, monotonic) + line(Clock.CLOCK_BOOTTIME, boottime);
  }

  static String line(Clock clock, Duration offset) {
    return clock.inOffsets() + " " + offset.getSeconds() + " " + offset.getNano() + "\n";
  }
}
