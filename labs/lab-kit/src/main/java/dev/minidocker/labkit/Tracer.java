package dev.minidocker.labkit;

import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Reads what a {@linkplain Tracing traced} program tells, and makes events of it.
 *
 * <p>First {@link #theirs} to whoever starts the program, then {@link #started}, then {@link #hear}
 * for each part that is traced.
 */
final class Tracer implements AutoCloseable {
  /** How long a message may be under way after its call; a second is for very busy machines. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(1);

  /** Calls that may wait for ever. */
  private static final Set<Syscall> SLEEPING =
      EnumSet.of(
          Syscall.PPOLL,
          Syscall.READ,
          Syscall.WAIT4,
          Syscall.WAITID,
          Syscall.MSGRCV,
          Syscall.RECVFROM,
          Syscall.RECVMSG,
          Syscall.RT_SIGTIMEDWAIT,
          Syscall.FLOCK);

  private final List<Step> steps;
  private final Fd ours;
  private final Fd theirs;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, Long> results = new HashMap<>();
  private final Set<Integer> open = new TreeSet<>();
  private final Set<Integer> unfinished = new TreeSet<>();
  private final List<Message> early = new ArrayList<>();
  private int end;
  private boolean ended;

  /** What the kernel answered to a step. */
  private record Message(int number, long result) {}

  /**
   * @param steps all that may be told, by their numbers
   */
  Tracer(List<Step> steps) {
    this.steps = steps;
    for (int i = 0; i < steps.size(); i++) {
      numbers.put(steps.get(i).name(), i);
    }
    Fd[] pipe = Fd.pipe();
    ours = pipe[0];
    try (Fd low = pipe[1]) {
      theirs = low.duplicate(Report.FD + 1);
    }
  }

  /** What is to become the program's standard error. */
  Fd theirs() {
    return theirs;
  }

  /** The program has been started, and has the other end of the pipe now. */
  void started() {
    theirs.close();
  }

  /**
   * Tells each call as it is answered, until the part from step {@code first} to {@code end} is
   * over; then those that have begun and wait for something.
   */
  void hear(int first, int end, Consumer<Event> tell) {
    this.end = end;
    reach(first);
    while (!ended && hearOne(tell) != Tracing.END) {
      // each has been told
    }
    while (!ended && isUnderWay() && ours.awaitReadable(UNDER_WAY)) {
      hearOne(tell);
    }
    early.forEach(message -> answered(message, tell)); // whose parent did not live to tell of them
    early.clear();
    for (int number : open) {
      tell.accept(new Event.Call(shown(steps.get(number)), Event.Call.UNFINISHED));
    }
    unfinished.addAll(open);
    open.clear();
  }

  /** Whether a step has begun that is sure to return at once. */
  private boolean isUnderWay() {
    return open.stream()
        .map(steps::get)
        .anyMatch(step -> !SLEEPING.contains(step.call()) && !Tracing.isRepeated(step));
  }

  private int hearOne(Consumer<Event> tell) {
    byte[] bytes = new byte[Tracing.MESSAGE_BYTES];
    if (ours.read(bytes) < bytes.length) {
      ended = true;
      return Tracing.END;
    }
    ByteBuffer message = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int number = (int) message.getLong();
    if (number != Tracing.END) {
      heard(new Message(number, message.getLong()), tell);
    }
    return number;
  }

  /** A new process may tell of itself before its parent tells that it has made one. */
  private void heard(Message message, Consumer<Event> tell) {
    if (!isExpected(message.number())) {
      early.add(message);
      return;
    }
    answered(message, tell);
    for (int i = 0; i < early.size(); ) {
      if (isExpected(early.get(i).number())) {
        answered(early.remove(i), tell);
        i = 0; // what it leads to may be earlier in the list, being another process's
      } else {
        i++;
      }
    }
  }

  private boolean isExpected(int number) {
    return open.contains(number) || unfinished.remove(number) || number >= end;
  }

  private void answered(Message message, Consumer<Event> tell) {
    int number = message.number();
    long result = message.result();
    Step step = steps.get(number);
    String call = shown(step);
    results.put(step.name(), result);
    open.remove(number);
    if (result == Tracing.NO_RETURN) {
      tell.accept(new Event.Call(call, Event.Call.NO_RETURN));
      return;
    }
    String next = step.next();
    for (Step.Branch branch : step.branches()) {
      if (Tracing.isBirth(step, branch)) {
        reach(branch.target(), number);
      } else if (branch.result() == result) {
        next = branch.target();
      }
    }
    reach(next, number);
    tell.accept(new Event.Call(call, result));
  }

  private void reach(String target, int from) {
    reach(target.isEmpty() ? from + 1 : numbers.getOrDefault(target, steps.size()));
  }

  private void reach(int number) {
    if (number < end) {
      open.add(number);
    }
  }

  /** The call with the results of earlier ones in the places of their names. */
  private String shown(Step step) {
    String call = step.toString();
    for (Map.Entry<String, Long> result : results.entrySet()) {
      call = call.replace("<" + result.getKey() + ">", Long.toString(result.getValue()));
    }
    return call;
  }

  @Override
  public void close() {
    ours.close();
    theirs.close();
  }
}
