package dev.minidocker.engine;

import dev.minidocker.linux.Child;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** A container that runs its command. Closing it ends it, and gives back what it holds. */
public final class RunningContainer implements AutoCloseable {
  private static final int TIOCSWINSZ = 0x5414;

  private final String id;
  private final Child child;
  private final StandardStreams streams;
  private final ContainerFiles files;
  private final LimitReport limits;
  private final Object openness = new Object();
  private boolean closed;
  private Relay terminalOutput;

  RunningContainer(
      String id, Child child, StandardStreams streams, ContainerFiles files, LimitReport limits) {
    this.id = id;
    this.child = child;
    this.streams = streams;
    this.files = files;
    this.limits = limits;
  }

  /** Connects the container's terminal, if it has one, to descriptors of ours. */
  void connectTerminal(boolean withInput, List<Integer> ours) {
    child.terminal().ifPresent(terminal -> connect(terminal, withInput, ours));
  }

  private void connect(Fd terminal, boolean withInput, List<Integer> ours) {
    terminalOutput = new Relay("terminal output", terminal.duplicate(0), ours.get(1));
    if (withInput) {
      try {
        new Relay("terminal input", ours.get(0), terminal.duplicate(0)).start();
      } catch (RuntimeException e) {
        terminalOutput.close();
        throw e;
      }
    }
    terminalOutput.start();
  }

  /** 64 hexadecimal digits. */
  public String id() {
    return id;
  }

  /** Its first process, as this JVM's process-id namespace numbers it. */
  public int pid() {
    return child.pid();
  }

  /**
   * Sends a signal to its first process; one that has ended does not mind. Any thread may call this
   * at any time: a user's signals do not wait for the right moment.
   */
  public void signal(int signal) {
    ifOpen(
        () -> {
          try {
            child.signal(signal);
          } catch (ErrnoException e) {
            if (e.errno() != Errno.ESRCH) {
              throw e;
            }
          }
        });
  }

  private void ifOpen(Runnable action) {
    synchronized (openness) {
      if (!closed) {
        action.run();
      }
    }
  }

  /**
   * Tells its terminal, if it has one, how large the window is; ioctl_tty(2), TIOCSWINSZ. Any
   * thread may call this at any time.
   */
  public void resize(int rows, int columns) {
    byte[] size =
        ByteBuffer.allocate(8)
            .order(ByteOrder.nativeOrder())
            .putShort((short) rows)
            .putShort((short) columns)
            .array();
    ifOpen(() -> child.terminal().ifPresent(terminal -> resize(terminal, size)));
  }

  private static void resize(Fd terminal, byte[] size) {
    Kernel.call(Syscall.IOCTL, terminal.number(), TIOCSWINSZ, size);
  }

  /**
   * Waits until its first process has ended and all it has written is passed on.
   *
   * @throws StartFailure if that could not be passed on, for example to a full disk
   */
  public ExitStatus waitFor() {
    ExitStatus status = child.waitFor();
    files.ended(status);
    Optional<Errno> refusal = terminalOutput == null ? streams.drain() : terminalOutput.awaitEnd();
    refusal.ifPresent(errno -> throwLost(errno, status));
    return status;
  }

  private static void throwLost(Errno errno, ExitStatus status) {
    throw new StartFailure(
        "output of the container is lost: write: "
            + errno
            + " ("
            + errno.text()
            + "). The command "
            + status
            + "; run it again with its output going elsewhere");
  }

  /** The limits that it has run into so far, a line each; known until {@link #close}. */
  public List<String> limitsReached() {
    return limits.reached();
  }

  @Override
  public void close() {
    synchronized (openness) {
      closed = true;
      child.close();
      child.terminal().ifPresent(Fd::close);
    }
    streams.close();
    files.close();
  }
}
