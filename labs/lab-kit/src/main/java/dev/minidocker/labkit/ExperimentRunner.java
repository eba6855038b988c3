package dev.minidocker.labkit;

import dev.minidocker.linux.Child;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.proc.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Plays an experiment scene by scene: narration, action, both views, verdict; at the end, what was
 * left behind.
 *
 * <p>Whoever wants to follow gets every event as it happens, on the thread that runs the
 * experiment, and may take as long as it likes: the container waits.
 */
public final class ExperimentRunner {
  private final Consumer<Event> audience;

  /**
   * @param audience sees every event when it happens
   */
  public ExperimentRunner(Consumer<Event> audience) {
    this.audience = audience;
  }

  /** Runs an experiment for nobody but who reads its transcript. */
  public static Transcript run(Experiment experiment) {
    return new ExperimentRunner(event -> {}).play(experiment);
  }

  /** Runs the experiment; what the kernel refuses becomes an event, not an exception. */
  public Transcript play(Experiment experiment) {
    List<Event> events = new ArrayList<>();
    Consumer<Event> tell =
        event -> {
          events.add(event);
          audience.accept(event);
        };
    Optional<String> missing =
        experiment.needs().stream().sorted().flatMap(need -> need.missing().stream()).findFirst();
    if (missing.isPresent()) {
      tell.accept(new Event.Skipped(missing.get()));
      return new Transcript(experiment, events);
    }
    Snapshot before = Snapshot.take();
    try {
      playScenes(experiment, tell);
    } catch (ErrnoException e) {
      tell.accept(new Event.Failure(e.getMessage()));
    }
    tell.accept(new Event.Left(before.lastingLeaks()));
    return new Transcript(experiment, events);
  }

  private static void playScenes(Experiment experiment, Consumer<Event> tell) {
    List<Script> scripts = Script.of(experiment);
    try (Sandbox sandbox = Sandbox.start(experiment.namespaces(), Script.program(scripts))) {
      tell.accept(new Event.Call(sandbox.birth().toString(), sandbox.pid()));
      sandbox.awaitPause();
      for (int i = 0; i < scripts.size(); i++) {
        Scene scene = experiment.scenes().get(i);
        tell.accept(new Event.Narration(scene.narration()));
        act(scene.action(), sandbox.seenFromTheHost(), tell);
        sandbox.resume();
        sandbox.awaitPause();
        scripts.get(i).hearCalls(sandbox).forEach(tell);
        look(scene, scripts.get(i), sandbox, tell);
      }
      sandbox.waitFor();
    }
  }

  /** What happens on the host; what happens inside is in the container's program already. */
  private static void act(Action action, Host host, Consumer<Event> tell) {
    if (action instanceof Action.OnHost onHost) {
      tell.accept(new Event.Deed(onHost.text()));
      onHost.deed().accept(host);
    } else if (action instanceof Action.Beside beside) {
      runBeside(beside, host, tell);
    }
  }

  private static void runBeside(Action.Beside beside, Host host, Consumer<Event> tell) {
    Program program = beside.program().apply(host);
    try (Child process = Launcher.launch(program, Launcher.Setting.INHERITED)) {
      process.awaitStart();
      program.steps().forEach(step -> tell.accept(new Event.Call(step.toString(), Tell.NOT_MADE)));
      ExitStatus status = process.waitFor();
      if (status.exitCode() != 0) {
        tell.accept(new Event.Failure("the process beside the container " + status));
      }
    }
  }

  private static void look(Scene scene, Script script, Sandbox sandbox, Consumer<Event> tell) {
    if (scene.observation().isEmpty()) {
      return;
    }
    Observation observation = scene.observation().get();
    String container = script.hearLook(sandbox);
    String host = observation.host().see(sandbox.seenFromTheHost());
    tell.accept(new Event.Seen(observation.what(), host, container));
    for (Expectation expected : scene.expectations()) {
      tell.accept(new Event.Verdict(expected.text(), expected.test().holds(host, container)));
    }
  }
}
