package dev.minidocker.labkit.check;

import com.google.gson.Gson;
import dev.minidocker.labkit.check.Evidence.Kind;
import dev.minidocker.labkit.check.Evidence.Line;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Compiles a learner's work and has it examined. A check that does not end in time, or ends the
 * process, has failed; the others are examined in another process.
 */
public final class Grader {
  private static final int MOST_LINES_PRINTED = 10;
  private static final int MOST_LETTERS_PRINTED = 200;

  private final Chapter chapter;
  private final Duration limit;
  private final Consumer<Verdict> begins;
  private final Consumer<Verdict> decided;

  /**
   * @param limit for one check
   * @param begins is told of every check before it is made
   * @param decided is told what came of it
   */
  public Grader(
      Chapter chapter, Duration limit, Consumer<Verdict> begins, Consumer<Verdict> decided) {
    this.chapter = chapter;
    this.limit = limit;
    this.begins = begins;
    this.decided = decided;
  }

  /**
   * Grades what the files hold.
   *
   * @param work Java files, in the place of the learner's own
   * @param only the one class to examine, without its package; "" for all
   * @param scratch an empty directory; the classes are in its {@code work} then
   */
  public List<Verdict> grade(List<Path> work, String only, Path scratch) {
    List<Verdict> verdicts = new ArrayList<>();
    Path classes = WorkingDirectory.make(scratch.resolve("work"));
    Path checks = WorkingDirectory.make(scratch.resolve("checks"));
    CompileCheck compiles = new CompileCheck(chapter);
    begins.accept(compiles.begun());
    Verdict compiled = compiles.decide(work, classes, checks);
    decided.accept(compiled);
    verdicts.add(compiled);
    if (compiled.passed()) {
      String classPath = Compilation.classPath(checks, chapter.suite(), classes);
      while (examine(classPath, only, work, verdicts)) {
        // a check took the process with it: on with the next one
      }
    }
    return verdicts;
  }

  /** Examines until the end; true if that came too early. */
  private boolean examine(String classPath, String only, List<Path> work, List<Verdict> verdicts) {
    String mark = UUID.randomUUID() + " ";
    List<String> args = new ArrayList<>(List.of(mark, only));
    verdicts.forEach(verdict -> args.add(verdict.name() + "=" + verdict.state()));
    try (Examination examination = Examination.start(classPath, Inspector.class, args)) {
      Verdict current = null;
      List<Line> printed = new ArrayList<>();
      long deadline = System.nanoTime() + limit.toNanos();
      while (true) {
        Examination.Heard heard = examination.next(deadline);
        String text = heard.text();
        if (text.startsWith(mark + Inspector.BEGINS)) {
          if (current != null) {
            add(current.and(Kind.BAD, "what came of it is lost"), printed, work, verdicts);
          }
          current = parse(text, mark + Inspector.BEGINS);
          printed.clear();
          deadline = System.nanoTime() + limit.toNanos();
          begins.accept(current);
        } else if (text.startsWith(mark + Inspector.DECIDED)) {
          add(parse(text, mark + Inspector.DECIDED), printed, work, verdicts);
          current = null;
        } else if (!text.isEmpty() && printed.size() < MOST_LINES_PRINTED) {
          printed.add(new Line(Kind.NOTE, "it printed: " + shortened(text)));
        }
        if (heard.ended() && current == null) {
          examination.waitFor();
          return false;
        } else if (heard.ended() || heard.late()) {
          add(cutOff(current, heard, examination), printed, work, verdicts);
          return current != null;
        }
      }
    }
  }

  private Verdict cutOff(Verdict begun, Examination.Heard heard, Examination examination) {
    Verdict verdict =
        begun != null
            ? begun
            : Verdict.begun(
                new Exercise("", "", "", List.of()), Check.named("start", "it can be examined"));
    return heard.late()
        ? verdict.and(
            Kind.BAD, "it did not end within " + limit.toMillis() / 1000.0 + " s, and was killed")
        : verdict.and(
            Kind.BAD, "it ended the process: exit code " + examination.waitFor().exitCode());
  }

  private void add(Verdict found, List<Line> printed, List<Path> work, List<Verdict> verdicts) {
    List<Line> lines = new ArrayList<>(found.lines());
    if (!found.passed()) {
      lines.addAll(printed);
    }
    Verdict verdict = Place.of(found.with(lines, found.hint()), work);
    verdicts.add(verdict);
    decided.accept(verdict);
  }

  private static String shortened(String text) {
    return text.length() <= MOST_LETTERS_PRINTED
        ? text
        : text.substring(0, MOST_LETTERS_PRINTED) + "…";
  }

  private static Verdict parse(String text, String prefix) {
    return new Gson().fromJson(text.substring(prefix.length()), Verdict.class);
  }
}
