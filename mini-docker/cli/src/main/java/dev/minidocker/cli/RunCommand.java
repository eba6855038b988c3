package dev.minidocker.cli;

import dev.minidocker.engine.ContainerSpec;
import dev.minidocker.engine.PreparedContainer;
import dev.minidocker.engine.RunningContainer;
import dev.minidocker.engine.StartFailure;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.HostTerminal;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mini-docker run}: a new container, in the foreground. */
@Command(name = "run", description = "Run a command in a new container.")
final class RunCommand implements Callable<Integer> {

  @Option(names = "--rm", description = "Remove the container's files when it ends.")
  private boolean remove;

  @Option(
      names = {"-i", "--interactive"},
      description = "Pass standard input on.")
  private boolean interactive;

  @Option(
      names = {"-t", "--tty"},
      description = "Give the container a terminal.")
  private boolean terminal;

  @Option(names = "--name", paramLabel = "NAME", description = "Name of the container.")
  private Optional<String> name;

  @Option(names = "--explain", description = "Print every system call and why, then run.")
  private boolean explain;

  @Option(names = "--dry-run", description = "Print every system call and why; do nothing.")
  private boolean dryRun;

  @Option(names = "--help", usageHelp = true, description = "Show this text.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Mixin private ContainerOptions options;

  @Override
  public Integer call() {
    ContainerSpec spec = options.spec(name, interactive, terminal, remove);
    Session session = Session.open();
    if (dryRun) {
      session.requireProvided(spec.image());
      System.out.print(Explanation.of(session.engine().dryRun(spec)));
      return 0;
    }
    requireTerminal();
    session.provide(spec.image());
    try (PreparedContainer prepared = session.engine().prepare(spec)) {
      if (explain) {
        System.err.print(Explanation.of(prepared.program()));
      }
      return run(prepared);
    }
  }

  private int run(PreparedContainer prepared) {
    long start = System.nanoTime();
    PendingSignals signals = new PendingSignals();
    Signals.passTo(signals::receive);
    try (RunningContainer container = prepared.start()) {
      signals.deliverTo(new StubbornContainer(container::signal)::signal);
      ExitStatus status = terminal ? waitWithTerminal(container) : container.waitFor();
      if (explain) {
        System.err.print(Explanation.outcome(status, System.nanoTime() - start));
      }
      return status.exitCode();
    }
  }

  private ExitStatus waitWithTerminal(RunningContainer container) {
    Optional<HostTerminal> ours = HostTerminal.behind(interactive ? 0 : 1);
    if (ours.isEmpty()) {
      return container.waitFor();
    }
    Runnable resize =
        () -> {
          HostTerminal.Size size = ours.get().size();
          container.resize(size.rows(), size.columns());
        };
    resize.run();
    Signals.onResize(resize);
    Runnable restore = interactive ? ours.get().makeRaw() : () -> {};
    try {
      return container.waitFor();
    } finally {
      restore.run();
    }
  }

  private void requireTerminal() {
    if (terminal && interactive && HostTerminal.behind(0).isEmpty()) {
      throw new StartFailure(
          "-it: standard input is not a terminal. For input from a pipe or a file, use -i alone");
    }
  }
}
