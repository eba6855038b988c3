package dev.minidocker.lab;

import dev.minidocker.labkit.Need;
import dev.minidocker.linux.Child;
import dev.minidocker.linux.Credentials;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.Processes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a command of which no process changes anything unless it was let: each such call of the
 * command and of its descendants waits in the kernel until the gate has seen it. So the command can
 * be killed between any two of them. Who makes the same call again and again, as a sender does that
 * never stops, has made three steps by that.
 *
 * <p>This is the kernel's own way to have calls supervised, SECCOMP_RET_USER_NOTIF, seccomp(2), and
 * seccomp_unotify(2). The command is what users run, and nothing in it knows of the gate. strace's
 * fault injection would count in each thread for itself, and would be told to whoever looks for a
 * tracer; what a program prints says only afterwards what it has done.
 */
final class StepGate implements AutoCloseable {
  private static final int LISTENER = 9;
  private static final int INPUT = OpenFlag.of();
  private static final int OUTPUT =
      OpenFlag.of(OpenFlag.O_WRONLY, OpenFlag.O_CREAT, OpenFlag.O_TRUNC);
  private static final long RECEIVE = 0xc0502100L; // SECCOMP_IOCTL_NOTIF_RECV
  private static final long SEND = 0xc0182101L; // SECCOMP_IOCTL_NOTIF_SEND
  private static final int CONTINUE = 1; // SECCOMP_USER_NOTIF_FLAG_CONTINUE
  private static final int NOTIFICATION_BYTES = 80;
  private static final int CALL = 16; // struct seccomp_data: number, place and arguments
  private static final int ANSWER_BYTES = 24;
  private static final int MOST_REPETITIONS = 3;
  private static final short POLLIN = 1;
  private static final short POLLHUP = 16;
  private static final int POLL_MILLIS = 50;
  private static final int SIGKILL = 9;
  private static final Duration TO_DIE = Duration.ofSeconds(10);

  private final Child command;
  private final Fd process;
  private final Fd listener;
  private final int killAfter;
  private final Thread keeper;
  private final Map<Integer, ByteBuffer> last = new HashMap<>();
  private final Map<Integer, Integer> repeated = new HashMap<>();
  private int passed;
  private boolean killed;
  private RuntimeException failure;
  private volatile boolean closed;

  private StepGate(Child command, Fd listener, int killAfter) {
    this.command = command;
    this.process = Processes.open(command.pid());
    this.listener = listener;
    this.killAfter = killAfter;
    this.keeper = new Thread(this::keep, "md-gate");
    this.keeper.setDaemon(true);
  }

  /**
   * Starts a command.
   *
   * @param before what its process does first
   * @param output a file for both its outputs
   * @param killAfter after so many steps the command gets SIGKILL, before the next is made; what it
   *     has started goes on, as far as the kernel lets it
   */
  static StepGate start(
      Program before, List<String> command, List<String> environment, Path output, int killAfter) {
    Program program =
        Program.of(Tasks.dieWithParent(), Descriptors.closeFrom(Report.FD + 1)).then(before);
    if (Need.ROOT.missing().isPresent()) {
      program = program.then(Credentials.noNewPrivileges());
    }
    program =
        program
            .then(
                SystemCallFilter.notifyingOfChanges().listen().named("listener"),
                Descriptors.copyTo("listener", LISTENER))
            .then(Report.ask(0))
            .then(
                Descriptors.closeFrom(Report.FD + 1),
                Descriptors.closeOnExecFrom(Report.FD),
                Tasks.exec(command.get(0), command, environment));
    try (Fd input = Fd.open("/dev/null", INPUT, 0);
        Fd file = Fd.open(output.toString(), OUTPUT, 0600)) {
      List<Integer> stdio = List.of(input.number(), file.number(), file.number());
      return started(
          Launcher.launch(program, new Launcher.Setting(stdio, question -> {})), killAfter);
    }
  }

  private static StepGate started(Child child, int killAfter) {
    try {
      if (child.awaitQuestion().isEmpty()) {
        throw new IllegalStateException("the filter " + child.waitFor());
      }
      int pidfd = child.pidfd().number();
      Fd listener = Fd.of(Kernel.call(Syscall.PIDFD_GETFD, pidfd, LISTENER, 0));
      StepGate gate = new StepGate(child, listener, killAfter);
      gate.keeper.start();
      child.answer();
      child.awaitStart();
      return gate;
    } catch (RuntimeException e) {
      child.close();
      throw e;
    }
  }

  /** How the command ended. */
  ExitStatus status() {
    return command.waitFor();
  }

  /** How many steps were made until now, or until the kill. */
  synchronized int passed() {
    return passed;
  }

  /**
   * Waits until the command has ended.
   *
   * @return whether it was killed; else it came to its own end before so many steps
   */
  boolean awaitEnd(Duration atMost) {
    if (!Processes.awaitEnd(process, atMost)) {
      throw new AssertionError("hangs after step " + passed());
    }
    command.waitFor();
    synchronized (this) { // whoever killed it has noted so, then
      if (failure != null) {
        throw failure;
      }
      return killed;
    }
  }

  /** Answers until nobody is left who could ask. */
  private void keep() {
    try {
      while (!closed && serveOne()) {
        // each was answered
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private synchronized void fail(RuntimeException cause) {
    failure = cause;
    kill();
  }

  private boolean serveOne() {
    short events = events();
    if ((events & POLLIN) != 0) {
      byte[] notification = new byte[NOTIFICATION_BYTES];
      long result = Kernel.tryCall(Syscall.IOCTL, listener.number(), RECEIVE, notification);
      if (result == 0) {
        ByteBuffer fields = ByteBuffer.wrap(notification).order(ByteOrder.nativeOrder());
        gate(fields.getLong(0), fields.getInt(8), fields.position(CALL).slice());
      } else {
        tolerate(result, "SECCOMP_IOCTL_NOTIF_RECV"); // who asked is dead already
      }
    }
    return (events & (POLLIN | POLLHUP)) != POLLHUP;
  }

  private short events() {
    ByteBuffer pollfd = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
    pollfd.putInt(listener.number()).putShort(POLLIN);
    ByteBuffer timespec = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
    timespec.putLong(0).putLong(Duration.ofMillis(POLL_MILLIS).toNanos());
    Kernel.call(Syscall.PPOLL, pollfd.array(), 1, timespec.array(), null, 0);
    return pollfd.getShort(6);
  }

  /** One call of the thread {@code tid}, which waits for the answer. */
  private synchronized void gate(long id, int tid, ByteBuffer call) {
    if (!isThreadOfTheCommand(tid, call.order(ByteOrder.nativeOrder()).getInt(0))
        && repetitions(tid, call) < MOST_REPETITIONS) {
      if (passed == killAfter && kill()) {
        killed = true;
      }
      passed += killed ? 0 : 1;
    }
    ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES).order(ByteOrder.nativeOrder());
    answer.putLong(id).putLong(0).putInt(0).putInt(CONTINUE);
    tolerate(
        Kernel.tryCall(Syscall.IOCTL, listener.number(), SEND, answer.array()),
        "SECCOMP_IOCTL_NOTIF_SEND");
  }

  /** How often a thread has made this call, from this place, and no other in between. */
  private int repetitions(int tid, ByteBuffer call) {
    int before = call.equals(last.put(tid, call)) ? repeated.get(tid) + 1 : 0;
    repeated.put(tid, before);
    return before;
  }

  /** False if it has come to its end before, and what it started goes on. */
  private boolean kill() {
    try {
      Processes.signal(process, SIGKILL);
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ESRCH) {
        return false;
      }
      throw e;
    }
    if (!Processes.awaitEnd(process, TO_DIE)) {
      throw new IllegalStateException("lives after SIGKILL");
    }
    return true;
  }

  /** A virtual machine makes threads whenever it likes, and a process by the same call. */
  private boolean isThreadOfTheCommand(int tid, int number) {
    return SystemCallFilter.makesThreads(number)
        && Files.exists(Path.of("/proc", command.pid() + "", "task", tid + ""));
  }

  private static void tolerate(long result, String call) {
    if (result < 0 && Errno.ofResult(result) != Errno.ENOENT) {
      throw new ErrnoException(call, Errno.ofResult(result));
    }
  }

  /** Ends the command; whoever still waits at the gate is refused with ENOSYS. */
  @Override
  public void close() {
    command.close();
    closed = true;
    try {
      keeper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    listener.close();
    process.close();
  }
}
