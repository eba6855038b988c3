package dev.minidocker.linux.proc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Which process is meant, also when its number has been given to a later one; proc_pid_stat(5).
 *
 * @param pid its number
 * @param startTicks when it started, in clock ticks since boot
 */
public record ProcessIdentity(long pid, long startTicks) {
  private static final Set<String> ENDED = Set.of("Z", "X");
  private static final int START_TICKS = 19; // behind the name

  /** The process that has this number now; empty if it has ended. */
  public static Optional<ProcessIdentity> of(long pid) {
    try {
      Path stat = Path.of("/proc", Long.toString(pid), "stat");
      String text = new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1);
      String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
      return ENDED.contains(fields[0])
          ? Optional.empty()
          : Optional.of(new ProcessIdentity(pid, Long.parseLong(fields[START_TICKS])));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Reads what {@link #toString} wrote; empty if it is something else. */
  public static Optional<ProcessIdentity> parse(String text) {
    if (!text.matches("[1-9][0-9]{0,8} (0|[1-9][0-9]{0,17})")) {
      return Optional.empty();
    }
    String[] numbers = text.split(" ", -1);
    return Optional.of(new ProcessIdentity(Long.parseLong(numbers[0]), Long.parseLong(numbers[1])));
  }

  public boolean isAlive() {
    return of(pid).equals(Optional.of(this));
  }

  /** Both numbers. */
  @Override
  public String toString() {
    return pid + " " + startTicks;
  }
}
