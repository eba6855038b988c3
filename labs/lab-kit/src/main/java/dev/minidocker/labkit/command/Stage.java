package dev.minidocker.labkit.command;

import dev.minidocker.labkit.Event;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.command.Page.Tone;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where a {@link Performance} is seen: a page, what is typed on it, and the keys that move it. */
final class Stage {
  private static final Duration KEYSTROKE = Duration.ofMillis(15);
  private static final Duration READING = Duration.ofMillis(40);
  private static final Duration LOOKING = Duration.ofMillis(1500);
  private static final int MOST_LINES = 12;

  private static final String HELP =
      """
        n, space, right, page down   next: says what comes and types it; then does it
        enter                        does what is typed, and nothing else
        b, left, page up             back: plays again, up to the scene before
        q                            quit
      """;

  private final Page page;
  private final Tempo tempo;
  private final Optional<Keyboard> keyboard;
  private final Optional<Recorder> recorder;
  private final Narrator narrator;

  Stage(Page page, Tempo tempo, Optional<Keyboard> keyboard, Optional<Recorder> recorder) {
    this.page =
        page.with(
            text -> {
              page.ink().accept(text);
              recorder.ifPresent(to -> to.output(text));
            });
    this.tempo = tempo;
    this.keyboard = keyboard;
    this.recorder = recorder;
    this.narrator = new Narrator(this.page);
  }

  Narrator narrator() {
    return narrator;
  }

  void begin(Experiment experiment, boolean again) {
    page.print(page.coloured() ? "\33[H\33[2J" : "\n");
    narrator.title(experiment);
    if (again) {
      page.line(Tone.FAINT, "(again, in a fresh container)");
    }
  }

  void enter(Experiment experiment, int scene, Event.Narration narration) {
    recorder.ifPresent(to -> to.marker(experiment.name() + " " + (scene + 1)));
    narrator.tell(narration);
    if (keyboard.isEmpty()) {
      tempo.rest(READING.multipliedBy(narration.text().length()));
    }
  }

  void show(Event event) {
    narrator.tell(event);
  }

  /** Types what will be done, as if by hand; of many lines, the first. */
  void type(List<String> plan) {
    for (String call : plan.subList(0, Math.min(plan.size(), MOST_LINES))) {
      page.print("  > ");
      for (char c : Page.harmless(call).toCharArray()) {
        page.print(String.valueOf(c));
        tempo.rest(KEYSTROKE);
      }
      page.line("");
    }
    if (plan.size() > MOST_LINES) {
      page.line("  > … and " + (plan.size() - MOST_LINES) + " calls more");
    }
  }

  /** Waits until what has happened has been discussed: {@link Key#NEXT}, back, or an end. */
  Key waitToGoOn() {
    return waitFor("n: next, b: back, h: help, q: quit", false);
  }

  /** Waits until what is typed is to be done. */
  Key waitToRun() {
    return waitFor("enter or n: do it", true);
  }

  private Key waitFor(String prompt, boolean enterCounts) {
    if (keyboard.isEmpty()) {
      tempo.rest(LOOKING);
      return Key.NEXT;
    }
    keyboard.get().forget();
    prompt(prompt);
    Key key = keyboard.get().read();
    while (!key.goesOn() && key != Key.BACK && !key.ends() && !(enterCounts && key == Key.ENTER)) {
      if (key == Key.HELP) {
        prompt("");
        page.print(HELP);
        prompt(prompt);
      }
      key = keyboard.get().read();
    }
    prompt("");
    return key;
  }

  private void prompt(String text) {
    page.print("\r" + (page.coloured() ? "\33[K" : " ".repeat(40) + "\r"));
    if (!text.isEmpty()) {
      page.print(page.in(Tone.FAINT, "  (" + text + ")"));
    }
  }
}
