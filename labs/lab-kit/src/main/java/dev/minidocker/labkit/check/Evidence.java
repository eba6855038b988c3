package dev.minidocker.labkit.check;

import java.util.ArrayList;
import java.util.List;

/** What an examination has found, line by line; one bad or missing thing is enough to fail. */
public final class Evidence {
  private final List<Line> lines = new ArrayList<>();
  private String hint = "";

  /** What a line says of the learner's work. */
  public enum Kind {
    /** As it should be. */
    GOOD,
    /** Present, and wrong. */
    BAD,
    /** Absent. */
    MISSING,
    /** Neither: the circumstances. */
    NOTE
  }

  /** One thing found. */
  public record Line(Kind kind, String text) {}

  public void note(String text) {
    lines.add(new Line(Kind.NOTE, text));
  }

  public void good(String text) {
    lines.add(new Line(Kind.GOOD, text));
  }

  public void bad(String text) {
    lines.add(new Line(Kind.BAD, text));
  }

  public void missing(String text) {
    lines.add(new Line(Kind.MISSING, text));
  }

  /** A good line or a bad one. */
  public void that(boolean isTrue, String ifTrue, String ifNot) {
    if (isTrue) {
      good(ifTrue);
    } else {
      bad(ifNot);
    }
  }

  /** Compares line by line what is with what should be. */
  public void compare(List<String> expected, List<String> actual) {
    for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
      if (i >= actual.size()) {
        missing((i + 1) + ": nothing is said");
      } else if (i >= expected.size()) {
        bad((i + 1) + ": " + actual.get(i) + ", but there is nothing more");
      } else {
        that(
            expected.get(i).equals(actual.get(i)),
            (i + 1) + ": " + actual.get(i),
            (i + 1) + ": not " + actual.get(i));
      }
    }
  }

  /** What to look at, as only the state that was seen can tell; replaces the check's own hint. */
  public void hint(String text) {
    hint = text;
  }

  List<Line> lines() {
    return List.copyOf(lines);
  }

  String hintOr(String usual) {
    return hint.isEmpty() ? usual : hint;
  }

  boolean isGood() {
    return lines.stream().allMatch(line -> line.kind() == Kind.GOOD || line.kind() == Kind.NOTE);
  }
}
