package dev.minidocker.labkit.command;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Lab;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code lab demo}: a lab performed in a lecture, recorded, or shown from a recording. */
final class DemoCommand implements Command {
  private static final double IDLE_SECONDS = 5;
  private static final int COLUMNS = 80;

  private final Session session;
  private final Syntax syntax =
      Syntax.of("demo", "Perform a lab, scene by scene, with single keys.", this)
          .flag("Go on without keys.", "--auto")
          .value("FILE", "Also write speaker notes to another terminal, a file, a pipe.", "--notes")
          .value("FILE.cast", "Record the performance as an asciicast.", "--record")
          .value("FILE.cast", "Show a recording.", "--replay")
          .value("FACTOR", "How much faster than recorded to show it.", "--speed")
          .arguments("TOPIC[/EXPERIMENT]", "What to perform; not needed with --replay.", 0);

  DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Optional<String> replay = syntax.valueOf("--replay");
    double speed = speed();
    if (replay.isPresent()) {
      replay(read(replay.get(), () -> Files.newInputStream(Path.of(replay.get()))), speed);
      return 0;
    }
    List<String> what = syntax.arguments(0);
    if (what.size() != 1) {
      throw new Complaint(Complaint.MISUSE, "name one topic, as lab list shows them");
    }
    List<Experiment> experiments = session.course().experiments(what.get(0));
    List<String> refusals =
        experiments.stream().flatMap(one -> ListCommand.missing(one).stream()).toList();
    if (refusals.size() < experiments.size()) {
      return perform(what.get(0), experiments);
    }
    return replayInstead(session.course().lab(what.get(0)), refusals.get(0), speed);
  }

  private int perform(String title, List<Experiment> experiments) {
    Optional<Keyboard> keyboard = keyboard();
    Tempo tempo = new Tempo(keyboard.isPresent());
    Page page = page();
    Optional<Recorder> recorder =
        syntax.valueOf("--record").map(file -> Recorder.to(Path.of(file), header(title), tempo));
    try (Notes notes = syntax.valueOf("--notes").map(Notes::at).orElseGet(Notes::none)) {
      Stage stage = new Stage(page, tempo, keyboard, recorder);
      boolean good = new Performance(session.course(), stage, notes).of(experiments);
      return good ? 0 : Complaint.FAILED;
    } finally {
      recorder.ifPresent(Recorder::close);
      keyboard.ifPresent(Keyboard::close);
    }
  }

  private int replayInstead(Lab lab, String refusal, double speed) {
    InputStream recording =
        lab.recording()
            .orElseThrow(
                () ->
                    new Complaint(
                        Complaint.CANNOT_BE_DONE_HERE,
                        "cannot run " + lab.topic() + " here: it needs " + refusal));
    Cast cast = read("of " + lab.topic(), () -> recording);
    session.page().line("This machine cannot run it: it needs " + refusal + ".");
    session.page().line("So this is a RECORDING, made elsewhere on " + cast.header().day() + ".");
    session.page().line("");
    replay(cast, speed);
    session.page().line("");
    session.page().line("This was a recording.");
    return 0;
  }

  private void replay(Cast cast, double speed) {
    Optional<Keyboard> keyboard = keyboard();
    try {
      boolean atOnce = syntax.has("--auto");
      Page page = session.page();
      new CastPlayer(page.ink(), keyboard, atOnce ? Double.POSITIVE_INFINITY : speed).play(cast);
    } finally {
      keyboard.ifPresent(Keyboard::close);
    }
  }

  private Optional<Keyboard> keyboard() {
    return session.keyboard(syntax.has("--auto"));
  }

  /** A recording looks as if there were a terminal. */
  private Page page() {
    Page page = session.page();
    return page.isTerminal() || syntax.valueOf("--record").isEmpty()
        ? page
        : new Page(page.ink(), COLUMNS, page.rows(), false, page.unicode());
  }

  private Cast.Header header(String title) {
    int columns = session.page().isTerminal() ? session.page().columns() : COLUMNS;
    long now = System.currentTimeMillis() / 1000;
    return new Cast.Header(columns, session.page().rows(), now, IDLE_SECONDS, "lab demo " + title);
  }

  private double speed() {
    String text = syntax.valueOf("--speed").orElse("1");
    try {
      double speed = Double.parseDouble(text);
      if (speed > 0) {
        return speed;
      }
    } catch (NumberFormatException e) {
      throw notASpeed(text);
    }
    throw notASpeed(text);
  }

  private static Complaint notASpeed(String text) {
    return new Complaint(Complaint.MISUSE, text + " is no speed: 2 is twice as fast, 0.5 half");
  }

  /** Opens a recording. */
  private interface Source {
    InputStream open() throws IOException;
  }

  private static Cast read(String name, Source source) {
    try {
      return Cast.parse("the recording " + name, Cast.lines(source.open()));
    } catch (IOException e) {
      throw new Complaint(
          Complaint.FAILED, "cannot read the recording " + name + ": " + Complaint.reason(e));
    }
  }
}
