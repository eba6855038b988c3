package dev.minidocker.labkit.command;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.labkit.Event;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code lab run}: experiments, explained while they happen. */
final class RunCommand implements Command {
  private final Session session;
  private final Syntax syntax =
      Syntax.of("run", "Run experiments, and see what the kernel answers.", this)
          .flag("Do not wait for keys.", "--auto")
          .argument("TOPIC[/EXPERIMENT]", "What to run: all of a topic, or one experiment.");

  RunCommand(Session session) {
    this.session = session;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    List<Experiment> experiments = session.course().experiments(syntax.argument(0));
    Optional<Keyboard> keyboard = session.keyboard(syntax.has("--auto"));
    List<Transcript> transcripts = new ArrayList<>();
    try {
      for (Experiment experiment : experiments) {
        transcripts.add(run(experiment, keyboard));
      }
    } finally {
      keyboard.ifPresent(Keyboard::close);
    }
    return judge(transcripts);
  }

  private Transcript run(Experiment experiment, Optional<Keyboard> keyboard) {
    Narrator narrator = new Narrator(session.page());
    narrator.title(experiment);
    ExperimentRunner runner =
        new ExperimentRunner(
            event -> {
              narrator.tell(event);
              if (event instanceof Event.Narration) {
                keyboard.ifPresent(this::waitForKey);
              }
            });
    Transcript transcript = runner.play(experiment);
    narrator.outcome(transcript);
    session.page().line("");
    if (transcript.succeeded() && !transcript.skipped()) {
      session.progress().add(experiment.name()).ifPresent(RunCommand::notKept);
    }
    return transcript;
  }

  private void waitForKey(Keyboard keyboard) {
    session.page().print(session.page().in(Page.Tone.FAINT, "  (any key; q ends) "));
    Key key = keyboard.read();
    session.page().print("\r                    \r");
    if (key.ends()) {
      throw new ExperimentRunner.Enough();
    }
  }

  private static void notKept(String why) {
    System.err.println("lab: your progress is not kept: " + why);
  }

  private int judge(List<Transcript> transcripts) {
    long skipped = transcripts.stream().filter(Transcript::skipped).count();
    long failed = transcripts.stream().filter(transcript -> !transcript.succeeded()).count();
    if (skipped == transcripts.size()) {
      throw new Complaint(
          Complaint.CANNOT_BE_DONE_HERE,
          "cannot run " + syntax.argument(0) + " here: it needs " + missing(transcripts));
    }
    if (transcripts.size() > 1) {
      long good = transcripts.size() - skipped - failed;
      String skips = skipped == 0 ? "" : ", " + skipped + " not possible here";
      session
          .page()
          .line(
              "%d experiments: %d as expected, %d not%s"
                  .formatted(transcripts.size(), good, failed, skips));
    }
    return failed == 0 ? 0 : Complaint.FAILED;
  }

  private static String missing(List<Transcript> transcripts) {
    return transcripts.stream()
        .flatMap(transcript -> transcript.events(Event.Skipped.class))
        .map(Event.Skipped::missing)
        .findFirst()
        .orElse("something that is missing");
  }
}
