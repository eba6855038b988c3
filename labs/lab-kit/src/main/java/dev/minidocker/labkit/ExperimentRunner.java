package dev.minidocker.labkit;

import dev.minidocker.labkit.leaks.Journal;
import dev.minidocker.labkit.leaks.LeakCheck;
import dev.minidocker.labkit.leaks.ProcessTrace;
import dev.minidocker.labkit.leaks.Trace;
import dev.minidocker.labkit.leaks.Traces;
import dev.minidocker.linux.Child;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Plays an experiment scene by scene: narration, action, both views, verdict; at the end, what was
 * left behind.
 *
 * <p>Whoever wants to follow gets every event as it happens, on the thread that runs the
 * experiment, and may take as long as it likes: the container waits.
 */
public final class ExperimentRunner {

  /** Thrown by an audience that has seen enough: the container ends, and what it left is told. */
  public static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Enough() {
      super("the audience has seen enough", null, false, false);
    }
  }

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
    List<Trace> traces = Traces.of(experiment.programs());
    LeakCheck check = LeakCheck.begin(traces);
    try {
      playWithJournal(experiment, traces, tell);
    } catch (ErrnoException e) {
      tell.accept(new Event.Failure(e.getMessage()));
    } catch (Journal.NotWritten e) {
      tell.accept(new Event.Failure(notWritten(e)));
    } catch (Enough e) {
      events.add(new Event.Stopped());
    }
    tell.accept(new Event.Left(check.left()));
    return new Transcript(experiment, events);
  }

  private static String notWritten(Journal.NotWritten e) {
    return "what it will make outside of its namespaces cannot be written down ("
        + e.getCause().getMessage()
        + "). Set XDG_STATE_HOME to a directory that you can write";
  }

  /** What will be made outside of its namespaces is written down, in case that it is killed. */
  private static void playWithJournal(
      Experiment experiment, List<Trace> traces, Consumer<Event> tell) {
    if (traces.isEmpty()) {
      playScenes(experiment, tell, pid -> {});
      return;
    }
    try (Journal journal = Journal.begin(Journal.home(System.getenv()), experiment.name())) {
      traces.forEach(journal::record);
      try {
        playScenes(experiment, tell, pid -> ProcessTrace.of(pid).ifPresent(journal::record));
      } finally {
        if (traces.stream().noneMatch(Trace::isThere)) {
          journal.done();
        }
      }
    }
  }

  private static void playScenes(Experiment experiment, Consumer<Event> tell, IntConsumer born) {
    List<Script> scripts = Script.of(experiment);
    try (Tracer tracer = new Tracer(Script.steps(scripts));
        Sandbox sandbox = start(experiment, Script.program(scripts), tracer.theirs().number())) {
      tracer.started();
      born.accept(sandbox.pid());
      tell.accept(new Event.Call(sandbox.birth().toString(), sandbox.pid()));
      sandbox.awaitPause();
      for (int i = 0; i < scripts.size(); i++) {
        playScene(experiment.scenes().get(i), scripts.get(i), sandbox, tracer, tell);
      }
      sandbox.waitFor();
    }
  }

  private static Sandbox start(Experiment experiment, Program program, int standardError) {
    return experiment.mapped()
        ? Sandbox.start(experiment.namespaces(), program, standardError)
        : Sandbox.startUnmapped(experiment.namespaces(), program, standardError);
  }

  private static void playScene(
      Scene scene, Script script, Sandbox sandbox, Tracer tracer, Consumer<Event> tell) {
    Host host = sandbox.seenFromTheHost();
    Program beside =
        scene.action() instanceof Action.Beside action
            ? Tell.nameAll(action.program().apply(host), "beside")
            : Program.EMPTY;
    tell.accept(new Event.Narration(scene.narration(), plan(scene.action(), script, beside)));
    if (scene.action() instanceof Action.OnHost onHost) {
      tell.accept(new Event.Deed(onHost.text()));
      onHost.deed().accept(host);
    } else if (scene.action() instanceof Action.Beside) {
      runBeside(beside, tell);
    }
    sandbox.resume();
    script.hearCalls(tracer, tell);
    sandbox.awaitPause();
    look(scene, script, sandbox, tell);
  }

  /** What is about to be done: the container's calls, another process's, or the host's deed. */
  private static List<String> plan(Action action, Script script, Program beside) {
    return action instanceof Action.OnHost onHost
        ? List.of("# " + onHost.text())
        : script.action().then(beside).steps().stream().map(Step::toString).toList();
  }

  private static void runBeside(Program program, Consumer<Event> tell) {
    try (Tracer tracer = new Tracer(program.steps())) {
      Launcher.Setting setting =
          new Launcher.Setting(
              List.of(0, 1, tracer.theirs().number()), Launcher.Setting.INHERITED.answer());
      try (Child process = Launcher.launch(Tracing.of(program, 0, "beside.end"), setting)) {
        tracer.started();
        tracer.hear(0, program.steps().size(), tell);
        process.awaitStart();
        ExitStatus status = process.waitFor();
        if (status.exitCode() != 0) {
          tell.accept(new Event.Failure("the process beside the container " + status));
        }
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
