package dev.minidocker.labs.cgroups.limits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Whether the processes of a group run; what the kernel says, not what was asked. */
public enum FreezerState {
  THAWED,
  /** Asked for, but some still run. Version 2 does not tell it from {@link #THAWED}. */
  FREEZING,
  FROZEN;

  private static final long PAUSE_NANOS = 200_000;

  /**
   * Of a group that was made with {@link Freezable}.
   *
   * @throws UncheckedIOException if the group is gone
   */
  public static FreezerState of(Group group) {
    Group.Seat seat = group.seatOf(Freezable.class);
    return of(seat.root().version(), group.directory(seat));
  }

  static FreezerState of(CgroupVersion version, Path directory) {
    try {
      if (version == CgroupVersion.V1) {
        return valueOf(Files.readString(directory.resolve("freezer.state")).strip());
      }
      return Files.readAllLines(directory.resolve("cgroup.events")).contains("frozen 1")
          ? FROZEN
          : THAWED;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until a group is in this state.
   *
   * @return whether it came to be within that time; a process in a call that cannot be interrupted
   *     keeps its group from freezing, and one above that is frozen keeps it from thawing
   */
  public boolean await(Group group, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (of(group) != this) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }
}
