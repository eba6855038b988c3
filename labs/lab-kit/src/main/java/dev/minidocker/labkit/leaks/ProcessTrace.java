package dev.minidocker.labkit.leaks;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Processes;
import dev.minidocker.linux.proc.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A container's first process.
 *
 * @param pid its number
 * @param startTicks when it started, in clock ticks since boot: a later one may get its number
 */
public record ProcessTrace(long pid, long startTicks) implements Trace {
  static final String KIND = "process";
  private static final String PROGRAM = "/memfd:mini-docker (deleted)";
  private static final int SIGKILL = 9;
  private static final Duration TO_DIE = Duration.ofSeconds(5);

  /** The process that has this number now. */
  public static Optional<ProcessTrace> of(long pid) {
    return ProcessIdentity.of(pid).map(found -> new ProcessTrace(pid, found.startTicks()));
  }

  static Optional<Trace> parse(String what) {
    return ProcessIdentity.parse(what).map(one -> new ProcessTrace(one.pid(), one.startTicks()));
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
    return new ProcessIdentity(pid, startTicks).isAlive();
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
