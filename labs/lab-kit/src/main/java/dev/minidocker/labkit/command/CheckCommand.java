package dev.minidocker.labkit.command;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.labkit.check.Chapter;
import dev.minidocker.labkit.check.Evidence.Kind;
import dev.minidocker.labkit.check.Evidence.Line;
import dev.minidocker.labkit.check.Gradebook;
import dev.minidocker.labkit.check.Grader;
import dev.minidocker.labkit.check.Verdict;
import dev.minidocker.labkit.check.Verdict.State;
import dev.minidocker.labkit.check.WorkingDirectory;
import dev.minidocker.labkit.command.Page.Tone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code lab check}: grades the exercises of a topic. */
final class CheckCommand implements Command {
  private static final int LIMIT_SECONDS = 10;

  private final Session session;
  private final Syntax syntax =
      Syntax.of("check", "Check your solutions of a topic's exercises.", this)
          .flag("Print the verdicts as JSON, and nothing else.", "--json")
          .value("FILE", "Write the verdicts as JUnit's XML, too.", "--junit")
          .value("SECONDS", "How long one check may take; 10 if not said.", "--limit")
          .argument("TOPIC", "A topic that has exercises.");

  private String exercise = "";

  CheckCommand(Session session) {
    this.session = session;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    String topic = syntax.argument(0);
    Chapter chapter = Exercises.of(topic);
    boolean quiet = syntax.has("--json");
    Consumer<Verdict> ignore = verdict -> {};
    Grader grader =
        new Grader(chapter, limit(), quiet ? ignore : this::announce, quiet ? ignore : this::tell);
    Gradebook book;
    try (WorkingDirectory scratch = WorkingDirectory.temporary()) {
      book = new Gradebook(topic, grader.grade(chapter.work(), "", scratch.path()));
    }
    keep(topic, book.checks());
    syntax.valueOf("--junit").ifPresent(file -> write(Path.of(file), book.junit()));
    if (quiet) {
      session.page().print(book.json() + "\n");
    } else {
      summary(book);
    }
    return book.count(State.FAILED) + book.count(State.SKIPPED) == 0 ? 0 : Complaint.FAILED;
  }

  private Duration limit() {
    String text = syntax.valueOf("--limit").orElse(Integer.toString(LIMIT_SECONDS));
    if (!text.matches("[1-9]\\d{0,4}")) {
      throw new Complaint(
          Complaint.MISUSE, text + " is no limit. Give whole seconds, as in --limit 30");
    }
    return Duration.ofSeconds(Integer.parseInt(text));
  }

  private void announce(Verdict begun) {
    Page page = session.page();
    if (!begun.exercise().equals(exercise)) {
      exercise = begun.exercise();
      page.line("");
      page.line(Tone.BOLD, begun.exercise() + " – " + begun.exerciseTitle());
    }
    page.print("  … " + begun.title() + (page.coloured() ? "" : "\n"));
  }

  private void tell(Verdict verdict) {
    Page page = session.page();
    page.print(page.coloured() ? "\r\33[K" : "");
    if (verdict.state() == State.SKIPPED) {
      String why = verdict.lines().isEmpty() ? "" : ": " + verdict.lines().get(0).text();
      page.line(Tone.FAINT, "  - " + verdict.title() + ", skipped" + why);
      return;
    }
    page.line("  " + page.verdict(verdict.passed(), verdict.title()));
    if (!verdict.passed()) {
      verdict.lines().forEach(this::tell);
      if (!verdict.hint().isEmpty()) {
        page.line("      hint: " + verdict.hint());
      }
      if (!verdict.file().isEmpty()) {
        page.line(Tone.FAINT, "      at " + verdict.file() + ":" + verdict.line());
      }
    }
  }

  private void tell(Line line) {
    Page page = session.page();
    String text =
        "      %-8s%s"
            .formatted(
                line.kind() == Kind.NOTE ? "" : line.kind().name(), Page.harmless(line.text()));
    page.line(
        switch (line.kind()) {
          case GOOD -> page.in(Tone.GOOD, text);
          case BAD, MISSING -> page.in(Tone.BAD, text);
          case NOTE -> text;
        });
  }

  private void summary(Gradebook book) {
    session.page().line("");
    session
        .page()
        .line(
            "%d checks: %d passed, %d failed, %d skipped"
                .formatted(
                    book.checks().size(),
                    book.count(State.PASSED),
                    book.count(State.FAILED),
                    book.count(State.SKIPPED)));
    if (book.count(State.PASSED) == book.checks().size()) {
      session.page().line("All done. solutions/ says why they are written as they are.");
    }
  }

  private void keep(String topic, List<Verdict> verdicts) {
    for (String name : verdicts.stream().map(Verdict::exercise).distinct().toList()) {
      boolean solved =
          !name.isEmpty()
              && verdicts.stream()
                  .filter(verdict -> verdict.exercise().equals(name))
                  .allMatch(Verdict::passed);
      Optional<String> notKept =
          solved ? session.progress().add(Exercises.progressName(topic, name)) : Optional.empty();
      notKept.ifPresent(why -> System.err.println("lab: your progress is not kept: " + why));
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new Complaint(Complaint.FAILED, "cannot write " + file + ": " + Complaint.reason(e));
    }
  }
}
