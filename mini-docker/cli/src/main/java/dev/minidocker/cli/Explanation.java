package dev.minidocker.cli;

import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;

/** Shows a program to a reader: each call as strace(1) would, its chapter, and why it is made. */
final class Explanation {
  private Explanation() {}

  /** One line for each step, and one above each place that the program may jump to. */
  static String of(Program program) {
    StringBuilder text = new StringBuilder();
    int number = 0;
    for (Step step : program.steps()) {
      number++;
      if (program.steps().stream().anyMatch(other -> other.jumpsTo(step))) {
        text.append(step.name()).append(":\n");
      }
      text.append(String.format("%3d  %s%n", number, step));
      if (!step.why().isEmpty()) {
        text.append(String.format("       %-11s %s%n", "[" + step.chapter() + "]", step.why()));
      }
    }
    return text.toString();
  }

  /** Where it ended, in the numbers of the plan. */
  static String refusal(ErrnoException refusal) {
    return refusal.step() == 0
        ? "no step was made\n"
        : String.format(
            "step %d failed, and none after it was made; nothing is left%n", refusal.step());
  }

  /** What came of it. */
  static String outcome(ExitStatus status, long nanos) {
    return String.format(
        "every step succeeded; the command %s after %.1f ms%n", status, nanos / 1e6);
  }
}
