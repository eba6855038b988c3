package dev.minidocker.labkit.check;

import com.google.gson.Gson;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.check.Verdict.State;
import dev.minidocker.linux.Launcher;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The process in which a learner's work is examined. It says what it begins and what came of it on
 * standard output, one line each; all that the learner's code prints goes there too, unmarked.
 */
final class Inspector {
  /** Begins the lines that are ours; the rest of the mark is made up by who starts this. */
  static final String BEGINS = "begins ";

  static final String DECIDED = "decided ";

  private final String mark;
  private final PrintStream out;
  private final Map<String, State> known;

  private Inspector(String mark, PrintStream out, Map<String, State> known) {
    this.mark = mark;
    this.out = out;
    this.known = known;
  }

  /**
   * Examines what is on the class path.
   *
   * @param args the mark; the one class to examine, or ""; and {@code NAME=STATE} of every check
   *     that has been decided before
   */
  public static void main(String[] args) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    Launcher.useThisThread();
    Map<String, State> known = new HashMap<>();
    for (String decided : Arrays.asList(args).subList(2, args.length)) {
      String[] nameAndState = decided.split("=", 2);
      known.put(nameAndState[0], State.valueOf(nameAndState[1]));
    }
    Inspector inspector = new Inspector(args[0], out, known);
    for (Exercise exercise : Suite.all()) {
      if (args[1].isEmpty() || exercise.className().equals(args[1])) {
        exercise.checks().stream()
            .filter(check -> !known.containsKey(check.name()))
            .forEach(check -> inspector.decide(exercise, check));
      }
    }
    Runtime.getRuntime().halt(0); // whatever threads the learner's code has left
  }

  private void decide(Exercise exercise, Check check) {
    Verdict begun = Verdict.begun(exercise, check);
    say(BEGINS, begun);
    Verdict verdict =
        reasonToSkip(check)
            .map(why -> begun.in(State.SKIPPED).and(Evidence.Kind.NOTE, why))
            .orElseGet(() -> examined(begun, check));
    known.put(check.name(), verdict.state());
    say(DECIDED, verdict);
  }

  private Optional<String> reasonToSkip(Check check) {
    Optional<String> earlier =
        check.after().stream()
            .filter(name -> known.get(name) != State.PASSED)
            .map(name -> "first " + name + " has to pass")
            .findFirst();
    return earlier.or(
        () ->
            check.needs().stream()
                .map(Need::missing)
                .flatMap(Optional::stream)
                .map(missing -> "not here: needs " + missing)
                .findFirst());
  }

  private static Verdict examined(Verdict begun, Check check) {
    Evidence evidence = new Evidence();
    try {
      check.examiner().examine(evidence);
    } catch (Throwable e) { // a learner's code may throw anything; it is what we report
      evidence.bad("it ended with " + e);
      return lineOf(e, begun)
          .map(line -> begun.at("", line))
          .orElse(begun)
          .with(evidence.lines(), evidence.hintOr(check.hint()));
    }
    return begun
        .in(evidence.isGood() ? State.PASSED : State.FAILED)
        .with(evidence.lines(), evidence.hintOr(check.hint()));
  }

  private static Optional<Integer> lineOf(Throwable e, Verdict begun) {
    List<StackTraceElement> stack = List.of(e.getStackTrace());
    return stack.stream()
        .filter(frame -> (begun.exercise() + ".java").equals(frame.getFileName()))
        .map(StackTraceElement::getLineNumber)
        .findFirst();
  }

  /** On a line of its own, whatever the learner's code has printed before. */
  private void say(String what, Verdict verdict) {
    out.print("\n" + mark + what + new Gson().toJson(verdict) + "\n");
    out.flush();
  }
}
