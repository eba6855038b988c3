package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;

/** Waiting for, and signalling, children of this JVM; only ever one that is named. */
public final class Processes {
  private static final int PR_SET_CHILD_SUBREAPER = 36;
  private static final int P_PID = 1;
  private static final int WEXITED = 4;
  private static final int SIGINFO_BYTES = 128;
  private static final int SI_CODE = 8;
  private static final int SI_STATUS = 24;
  private static final int CLD_EXITED = 1;

  private Processes() {}

  /**
   * Waits until the child has ended, and reaps it.
   *
   * <p>{@code int waitid(idtype_t idtype, id_t id, siginfo_t *infop, int options)}, wait(2). Never
   * for "any child": the JVM has children of its own.
   *
   * @throws ErrnoException ECHILD if {@code pid} is no child of this process, or reaped before
   */
  public static ExitStatus waitFor(int pid) {
    byte[] siginfo = new byte[SIGINFO_BYTES];
    Kernel.call(Syscall.WAITID, P_PID, pid, siginfo, WEXITED, null);
    ByteBuffer fields = ByteBuffer.wrap(siginfo).order(ByteOrder.nativeOrder());
    return new ExitStatus(fields.getInt(SI_STATUS), fields.getInt(SI_CODE) != CLD_EXITED);
  }

  /**
   * From now on, descendants whose parents have ended become children of this process, so that they
   * are seen and can be waited for; prctl(2), PR_SET_CHILD_SUBREAPER.
   */
  public static void adoptOrphans() {
    Kernel.call(Syscall.PRCTL, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  }

  /**
   * A descriptor that means this process and none that may get its number later, pidfd_open(2).
   *
   * @throws ErrnoException ESRCH if there is no such process
   */
  public static Fd open(int pid) {
    return Fd.of(Kernel.call(Syscall.PIDFD_OPEN, pid, 0));
  }

  /**
   * Sends a signal to the process that {@code pidfd} means, pidfd_send_signal(2).
   *
   * @throws ErrnoException ESRCH if it has ended
   */
  public static void signal(Fd pidfd, int signal) {
    Kernel.call(Syscall.PIDFD_SEND_SIGNAL, pidfd.number(), signal, null, 0);
  }

  /**
   * Waits until the process that {@code pidfd} means has ended, whoever its parent is: the
   * descriptor becomes readable then; pidfd_open(2), ppoll(2). The first process of a PID namespace
   * ends after all others of it.
   *
   * @return whether it has ended within that time
   */
  public static boolean awaitEnd(Fd pidfd, Duration atMost) {
    return pidfd.awaitReadable(atMost);
  }
}
