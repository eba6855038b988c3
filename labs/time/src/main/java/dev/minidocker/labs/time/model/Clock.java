package dev.minidocker.labs.time.model;

/** A clock of clock_gettime(2); {@code include/uapi/linux/time.h}. */
public enum Clock {
  /** The time of day. No namespace changes it. */
  CLOCK_REALTIME(0),
  /** Time since some point in the past, without the time that the machine slept. */
  CLOCK_MONOTONIC(1),
  /** Time since the machine started. */
  CLOCK_BOOTTIME(7);

  private final int number;

  Clock(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /** Its name in {@code timens_offsets}; the kernel knows two. */
  public String inOffsets() {
    return this == CLOCK_MONOTONIC ? "monotonic" : "boottime";
  }
}
