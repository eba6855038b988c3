package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.function.IntConsumer;

/**
 * A started program: first {@link #awaitStart}, then {@link #waitFor}, then {@link #close}. Closing
 * early kills it.
 */
public final class Child implements AutoCloseable {
  private static final int SIGKILL = 9;

  private final Program program;
  private final int starter;
  private final boolean makesContainer;
  private final Fd report;
  private final IntConsumer answer;
  private final List<Errno> refusals = new ArrayList<>();
  private final Queue<Integer> questions = new ArrayDeque<>();
  private int pid;
  private Fd pidfd;
  private ErrnoException failure;
  private Fd terminal;
  private int failedBy;
  private boolean starterReaped;
  private boolean reportEnded;
  private ExitStatus status;

  private Child(Program program, int starter, Fd report, IntConsumer answer) {
    this.program = program;
    this.starter = starter;
    this.pid = starter;
    this.makesContainer =
        program.steps().stream().anyMatch(step -> step.name().equals(Report.PID_STEP));
    this.report = report;
    this.answer = answer;
  }

  static Child started(Program program, int starter, Fd report, IntConsumer answer) {
    Child child = new Child(program, starter, report, answer);
    try {
      child.awaitContainer();
      child.reapStarter();
      child.pidfd = Processes.open(child.pid);
      return child;
    } catch (RuntimeException e) {
      child.abandon();
      throw e;
    }
  }

  /** Waits until it is known which process the container is, if the starter is to make one. */
  private void awaitContainer() {
    while (makesContainer && pid == starter && !reportEnded) {
      readReport();
    }
  }

  /** The process, as this JVM's process-id namespace numbers it. */
  public int pid() {
    return pid;
  }

  /** The process as a descriptor, open until {@link #close}. */
  public Fd pidfd() {
    return pidfd;
  }

  /**
   * Waits until the program's last step has made it something else.
   *
   * @throws ErrnoException of the step that failed, if one did; the process is then reaped
   */
  public void awaitStart() {
    for (OptionalInt asked = awaitQuestion(); asked.isPresent(); asked = awaitQuestion()) {
      answer.accept(asked.getAsInt());
      answer();
    }
  }

  /**
   * Waits until the program {@linkplain Report#ask asks} something, which {@link #answer} answers,
   * or has become something else. For a starter that wants to act in between; others call {@link
   * #awaitStart}.
   *
   * @return the question, or nothing if there will be none any more
   * @throws ErrnoException of the step that failed, if one did; the process is then reaped
   */
  public OptionalInt awaitQuestion() {
    while (questions.isEmpty() && !reportEnded) {
      readReport();
    }
    if (failure != null) {
      endContainer(); // of a failure of its starter it knows nothing, and would go on
      throw failure;
    }
    return questions.isEmpty() ? OptionalInt.empty() : OptionalInt.of(questions.remove());
  }

  /** Lets a program that asked go on. */
  public void answer() {
    report.write(new byte[] {1});
  }

  /**
   * The answers to the steps that were allowed to fail and {@linkplain Report#resultOf reported}
   * that they did, in order; known after {@link #awaitStart}.
   */
  public List<Errno> refusals() {
    return List.copyOf(refusals);
  }

  /**
   * The other side of the container's terminal, if its program {@linkplain Terminals#open made
   * one}; known after {@link #awaitStart}, and the caller's to close.
   */
  public Optional<Fd> terminal() {
    return Optional.ofNullable(terminal);
  }

  /** Waits until the process has ended, and reaps it; asked again, it answers the same. */
  public synchronized ExitStatus waitFor() {
    if (status == null) {
      status = Processes.waitFor(pid);
    }
    return status;
  }

  /**
   * Sends a signal.
   *
   * @throws ErrnoException ESRCH if the process has ended
   */
  public void signal(int signal) {
    Processes.signal(pidfd, signal);
  }

  /** Ends the process if it still runs, reaps it, and gives back the descriptors. */
  @Override
  public void close() {
    if (status == null) {
      abandon();
    }
    pidfd.close();
    report.close();
  }

  private void abandon() {
    try (report) {
      if (!starterReaped) {
        Kernel.tryCall(Syscall.KILL, starter, SIGKILL);
      }
      awaitContainer(); // one that its starter made and did not live to tell of tells it itself
    } finally {
      reapStarter();
      endContainer();
    }
  }

  private void reapStarter() {
    if (!starterReaped && pid != starter) {
      starterReaped = true;
      Processes.waitFor(starter);
    }
  }

  private void endContainer() {
    if (status == null) {
      if (failedBy != pid) {
        Kernel.tryCall(Syscall.KILL, pid, SIGKILL); // not reaped, so the number is still its own
      }
      waitFor();
    }
  }

  private void readReport() {
    ReceivedMessage message = ReceivedMessage.from(report);
    if (makesContainer && pid == starter && message.sender() != 0) {
      pid = message.sender(); // whatever it says, it is the starter or the container
    }
    reportEnded = message.isEnd();
    message.descriptor().ifPresent(fd -> terminal = fd);
    ByteBuffer messages = message.content();
    while (messages.remaining() >= Report.BYTES) {
      receive(message.sender(), messages.getLong(), messages.getLong());
    }
  }

  private void receive(int sender, long tag, long value) {
    if (tag == Report.PID) {
      pid = (int) value;
    } else if (tag == Report.ASK) {
      questions.add((int) value); // answered once it is known who asks
    } else if (tag == Report.RESULT) {
      refusals.add(Errno.ofResult(value));
    } else if (tag != Report.ALIVE && tag != Report.TERMINAL && failure == null) {
      // of several processes that fail, the first is the cause
      failure = failureOf(Elf.stepAt(tag, Arch.host()), value);
      failedBy = sender;
    }
  }

  private ErrnoException failureOf(int index, long result) {
    Step step = program.steps().get(index);
    String explanation =
        result < 0
            ? Explanations.of(Refused.inProgram(program, index, Errno.ofResult(result)))
            : Explanations.ofTooLittle(step.call());
    return ErrnoException.ofStep(index + 1, step, result, explanation);
  }
}
