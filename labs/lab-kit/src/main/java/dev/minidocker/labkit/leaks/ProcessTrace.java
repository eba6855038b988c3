package dev.minidocker.labkit.leaks;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A container's first process.
 *
 * @param pid its number
 * @param startTicks when it started, in clock ticks since boot: a later one may get its number
 */
public record ProcessTrace(long pid, long startTicks) implements Trace {
  static final String KIND = "process";
  private static final String PROGRAM = "/memfd:mini-docker (deleted)";
  private static final Set<String> ENDED = Set.of("Z", "X");
  private static final int START_TICKS = 19;
  private static final int SIGKILL = 9;
  private static final Duration TO_DIE = Duration.ofSeconds(5);

  /** The process that has this number now. */
  public static Optional<ProcessTrace> of(long pid) {
    return startTicksOf(pid).map(ticks -> new ProcessTrace(pid, ticks));
  }

  static Optional<Trace> parse(String what) {
    String[] numbers = what.split(" ", -1);
    boolean isOne = numbers.length == 2 && what.matches("[1-9][0-9]{0,8} (0|[1-9][0-9]{0,17})");
    return isOne
        ? Optional.of(new ProcessTrace(Long.parseLong(numbers[0]), Long.parseLong(numbers[1])))
        : Optional.empty();
  }

  /** Field 22 of {@code /proc/PID/stat}; none of one that has ended; proc_pid_stat(5). */
  private static Optional<Long> startTicksOf(long pid) {
    try {
      Path stat = Path.of("/proc", Long.toString(pid), "stat");
      String text = new String(Files.readAllBytes(stat), StandardCharsets.ISO_8859_1);
      String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
      return ENDED.contains(fields[0])
          ? Optional.empty()
          : Optional.of(Long.valueOf(fields[START_TICKS]));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether it runs a program of the launcher's, and not one that was executed since. */
  static boolean isProgram(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "exe"))
          .toString()
          .equals(PROGRAM);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Kills it, and waits for its end; one that has ended already does not mind. A process that an
   * experiment froze is thawed for it: in version 1 it cannot end before.
   */
  static void end(long pid) {
    try (Fd process = Processes.open((int) pid)) {
      Processes.signal(process, SIGKILL);
      FrozenGroup.thawThatOf(pid);
      Processes.awaitEnd(process, TO_DIE);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ESRCH) {
        throw e;
      }
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String what() {
    return pid + " " + startTicks;
  }

  @Override
  public boolean isThere() {
    return startTicksOf(pid).equals(Optional.of(startTicks));
  }

  @Override
  public Optional<String> objection() {
    return isProgram(pid)
        ? Optional.empty()
        : Optional.of("it runs something else than an experiment's program");
  }

  @Override
  public void remove() {
    end(pid);
  }

  @Override
  public String byHand() {
    return "kill -9 " + pid;
  }
}
