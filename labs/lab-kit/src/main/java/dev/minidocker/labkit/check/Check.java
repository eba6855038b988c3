package dev.minidocker.labkit.check;

import dev.minidocker.labkit.Need;
import java.util.List;

/**
 * One thing that must be true of a learner's work.
 *
 * @param name unique in the course: {@code uts/host-name}
 * @param title the claim, in one line; announced before it is examined
 * @param hint where to look if it is not true; never the solution
 * @param after checks that must have passed before, or this one would say nothing new
 * @param needs what the machine must allow
 * @param examiner finds out
 */
public record Check(
    String name,
    String title,
    String hint,
    List<String> after,
    List<Need> needs,
    Examiner examiner) {

  /** Gathers evidence. Whatever it throws, the learner's exceptions among it, is a failure. */
  @FunctionalInterface
  public interface Examiner {
    void examine(Evidence evidence) throws Exception;
  }

  public Check {
    after = List.copyOf(after);
    needs = List.copyOf(needs);
  }

  /** A check that examines nothing yet. */
  public static Check named(String name, String title) {
    return new Check(name, title, "", List.of(), List.of(), evidence -> {});
  }

  public Check hint(String newHint) {
    return new Check(name, title, newHint, after, needs, examiner);
  }

  public Check after(String... names) {
    return new Check(name, title, hint, List.of(names), needs, examiner);
  }

  public Check needing(Need... more) {
    return new Check(name, title, hint, after, List.of(more), examiner);
  }

  public Check examining(Examiner newExaminer) {
    return new Check(name, title, hint, after, needs, newExaminer);
  }
}
