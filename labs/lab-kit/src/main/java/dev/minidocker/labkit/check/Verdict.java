package dev.minidocker.labkit.check;

import dev.minidocker.labkit.check.Evidence.Line;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of a check.
 *
 * @param exercise the class that was examined
 * @param exerciseTitle what it is to do
 * @param name of the check
 * @param title its claim
 * @param state passed, failed or skipped
 * @param lines what was found
 * @param hint where to look
 * @param file the learner's file, "" if it is not known
 * @param line where in it, 0 if nobody knows
 */
public record Verdict(
    String exercise,
    String exerciseTitle,
    String name,
    String title,
    State state,
    List<Line> lines,
    String hint,
    String file,
    int line) {

  /** Three, because "not looked at" is not "wrong". */
  public enum State {
    PASSED,
    FAILED,
    SKIPPED
  }

  public Verdict {
    lines = List.copyOf(lines);
  }

  /** What is true of a check that has begun until it ends well. */
  static Verdict begun(Exercise exercise, Check check) {
    return new Verdict(
        exercise.className(),
        exercise.title(),
        check.name(),
        check.title(),
        State.FAILED,
        List.of(),
        check.hint(),
        "",
        0);
  }

  Verdict in(State newState) {
    return new Verdict(exercise, exerciseTitle, name, title, newState, lines, hint, file, line);
  }

  Verdict with(List<Line> newLines, String newHint) {
    return new Verdict(exercise, exerciseTitle, name, title, state, newLines, newHint, file, line);
  }

  Verdict at(String newFile, int newLine) {
    return new Verdict(exercise, exerciseTitle, name, title, state, lines, hint, newFile, newLine);
  }

  Verdict and(Evidence.Kind kind, String text) {
    List<Line> more = new ArrayList<>(lines);
    more.add(new Line(kind, text));
    return with(more, hint);
  }

  public boolean passed() {
    return state == State.PASSED;
  }
}
