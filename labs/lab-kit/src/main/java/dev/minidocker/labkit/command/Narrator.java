package dev.minidocker.labkit.command;

import dev.minidocker.labkit.Event;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Transcript;
import dev.minidocker.labkit.command.Page.Tone;
import java.util.List;

/** Writes down what happens in an experiment, when it happens. */
final class Narrator {
  private final Page page;

  Narrator(Page page) {
    this.page = page;
  }

  void title(Experiment experiment) {
    page.line(Tone.BOLD, experiment.name() + ": " + experiment.objective());
  }

  void tell(Event event) {
    if (event instanceof Event.Narration narration) {
      page.line("");
      page.line(Tone.BOLD, narration.text());
    } else if (event instanceof Event.Call call) {
      String answer = page.in(call.result() < 0 ? Tone.BAD : Tone.FAINT, call.answer());
      page.line("  " + page.in(Tone.CALL, Page.harmless(call.call())) + answer);
    } else if (event instanceof Event.Deed deed) {
      page.line(Tone.CALL, "  # " + deed.text());
    } else if (event instanceof Event.Seen seen) {
      page.line("  " + seen.what());
      views(seen).forEach(line -> page.print(line + "\n"));
    } else if (event instanceof Event.Verdict verdict) {
      page.line("  " + page.verdict(verdict.met(), verdict.expectation()));
    } else if (event instanceof Event.Failure failure) {
      page.line("  " + page.verdict(false, Page.harmless(failure.reason())));
    } else if (event instanceof Event.Skipped skipped) {
      page.line("  skipped: it needs " + skipped.missing());
    } else if (event instanceof Event.Left left) {
      left.leftovers().forEach(what -> page.line("  " + page.verdict(false, "left: " + what)));
    }
  }

  private List<String> views(Event.Seen seen) {
    return page.isTerminal()
        ? Columns.beside(seen.host(), seen.container(), page.columns())
        : Columns.below(seen.host(), seen.container());
  }

  /** What came of it, in one line. */
  void outcome(Transcript transcript) {
    if (transcript.skipped()) {
      return;
    }
    page.line("");
    String name = transcript.experiment().name();
    page.line(
        transcript.succeeded()
            ? page.verdict(true, name + ": all as expected, and nothing is left behind")
            : page.verdict(false, name + ": " + why(transcript)));
  }

  private static String why(Transcript transcript) {
    if (transcript.events(Event.Stopped.class).findAny().isPresent()) {
      return "stopped before its end";
    } else if (transcript.events(Event.Left.class).anyMatch(left -> !left.leftovers().isEmpty())) {
      return "something is left behind";
    }
    return "not as expected";
  }
}
