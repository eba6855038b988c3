package dev.minidocker.labkit.command;

import dev.minidocker.labkit.Event;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.ExperimentRunner;
import dev.minidocker.labkit.Transcript;
import java.util.List;

/**
 * Plays experiments for an audience, scene by scene. One key shows what is said and types what will
 * be done; the next key does it. Going back plays the experiment again, in a fresh container and
 * with new names, up to the scene before.
 */
final class Performance {
  private final Course course;
  private final Stage stage;
  private final Notes notes;
  private int scene;
  private int target;
  private boolean goesBack;
  private boolean quits;

  Performance(Course course, Stage stage, Notes notes) {
    this.course = course;
    this.stage = stage;
    this.notes = notes;
  }

  /**
   * Plays all, in order, until the last or until the lecturer ends it.
   *
   * @return whether everything that was played to its end was as expected
   */
  boolean of(List<Experiment> experiments) {
    boolean good = true;
    int current = 0;
    while (current < experiments.size() && !quits) {
      goesBack = false;
      Transcript transcript = play(experiments.get(current));
      boolean stopped = transcript.events(Event.Stopped.class).findAny().isPresent();
      boolean leaks =
          transcript.events(Event.Left.class).anyMatch(left -> !left.leftovers().isEmpty());
      good &= leaks ? false : stopped || transcript.succeeded();
      if (!stopped && !transcript.skipped()) {
        obey(stage.waitToGoOn());
      }
      current = next(current, experiments);
    }
    return good;
  }

  /** Which experiment comes now, and from which scene on it waits for keys. */
  private int next(int current, List<Experiment> experiments) {
    if (!goesBack) {
      target = 0;
      return current + 1;
    } else if (scene > 0) {
      target = scene - 1;
      return current;
    } else if (current > 0) {
      target = experiments.get(current - 1).scenes().size() - 1;
      return current - 1;
    }
    target = 0;
    return current;
  }

  private Transcript play(Experiment chosen) {
    Experiment experiment = course.again(chosen);
    stage.begin(experiment, target > 0);
    scene = 0;
    Transcript transcript =
        new ExperimentRunner(event -> follow(experiment, event)).play(experiment);
    if (!goesBack && !quits) {
      stage.narrator().outcome(transcript);
    }
    return transcript;
  }

  private void follow(Experiment experiment, Event event) {
    if (!(event instanceof Event.Narration narration)) {
      stage.show(event);
      return;
    }
    boolean waits = scene >= target;
    if (waits && scene > target) {
      orStop(stage.waitToGoOn());
    }
    stage.enter(experiment, scene, narration);
    notes.scene(experiment, scene, narration);
    if (waits) {
      stage.type(narration.plan());
      orStop(stage.waitToRun());
    }
    scene++; // from here on, going back leads to this scene
  }

  private void orStop(Key key) {
    obey(key);
    if (goesBack || quits) {
      throw new ExperimentRunner.Enough();
    }
  }

  private void obey(Key key) {
    goesBack = key == Key.BACK;
    quits = key.ends();
  }
}
