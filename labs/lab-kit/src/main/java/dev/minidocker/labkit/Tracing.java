package dev.minidocker.labkit;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that tells each of its calls as soon as the kernel has answered it: strace(1) from
 * within. Like strace, it writes to standard error; a {@link Tracer} reads.
 *
 * <p>A message is two words of 64 bits: which step, and its result. It is written by whichever
 * process made the call, so children are followed; it is short enough for a pipe to keep whole.
 */
final class Tracing {
  static final int FD = 2;
  static final int MESSAGE_BYTES = 16;

  /** In the place of a step: the program has come to the end of the part that is traced. */
  static final int END = -1;

  /** In the place of the result of a call that does not return. */
  static final long NO_RETURN = Long.MIN_VALUE + 1;

  private final List<Step> told = new ArrayList<>();

  private Tracing() {}

  /**
   * The same program, telling; it ends by telling {@link #END}.
   *
   * @param program each of its steps has a name
   * @param first the number by which its first step is told
   * @param name for the end; unique in the whole program
   */
  static Program of(Program program, int first, String name) {
    Tracing tracing = new Tracing();
    List<Step> steps = program.steps();
    for (int i = 0; i < steps.size(); i++) {
      String following = i + 1 < steps.size() ? steps.get(i + 1).name() : name;
      tracing.add(steps.get(i), first + i, following);
    }
    tracing.told.add(message(END, "").named(name));
    return new Program(tracing.told);
  }

  private void add(Step step, int number, String following) {
    if (isRepeated(step)) {
      told.add(step);
      return;
    } else if (doesNotReturn(step)) {
      told.add(message(number, "").named(step.name()));
      told.add(step.named(step.name() + ".now"));
      return;
    }
    int branches = 0;
    Step telling =
        new Step(
            step.call(),
            step.args(),
            step.name(),
            step.atLeast(),
            List.of(),
            "",
            step.why(),
            step.chapter());
    List<Step> messages = new ArrayList<>();
    messages.add(message(number, step.name()).thenGoTo(target(step.next(), following)));
    for (Step.Branch branch : step.branches()) {
      String target = target(branch.target(), following);
      if (isBirth(step, branch)) { // as in strace: the call is its parent's
        telling = telling.on(branch.result(), target);
      } else {
        String teller = step.name() + ".told." + branches++;
        telling = telling.on(branch.result(), teller);
        messages.add(message(number, step.name()).named(teller).thenGoTo(target));
      }
    }
    told.add(telling);
    told.addAll(messages);
  }

  /** Whether it is made again and again: to tell it each time would never come to an end. */
  static boolean isRepeated(Step step) {
    return !step.next().equals(Step.FOLLOWING) && step.next().equals(step.name());
  }

  static boolean doesNotReturn(Step step) {
    return step.call() == Syscall.EXIT_GROUP || step.call() == Syscall.EXIT;
  }

  /** Whether this is how a new process begins: what the call returns to it is not an answer. */
  static boolean isBirth(Step step, Step.Branch branch) {
    boolean makesProcess = step.call() == Syscall.CLONE3 || step.call() == Syscall.CLONE;
    return makesProcess && branch.result() == 0;
  }

  private static String target(String target, String following) {
    return target.equals(Step.FOLLOWING) ? following : target;
  }

  private static Step message(int number, String result) {
    ByteBuffer content = ByteBuffer.allocate(MESSAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    content.putLong(number).putLong(NO_RETURN).flip();
    List<Arg.Hole> holes =
        result.isEmpty() ? List.of() : List.of(new Arg.Hole(8, result, Arg.Width.LONG));
    Arg.Bytes message = new Arg.Bytes("", content, holes, "<trace>");
    return Step.of(Syscall.WRITE, Arg.of(FD), message, Arg.of(MESSAGE_BYTES));
  }
}
