package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Signals;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.ContainerSpec;
import dev.minidocker.engine.Mechanisms;
import dev.minidocker.engine.PreparedContainer;
import dev.minidocker.engine.RunningContainer;
import dev.minidocker.engine.StartFailure;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.HostTerminal;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code mini-docker run}: a new container, in the foreground. */
final class RunCommand implements Command {
  private final Supplier<Mechanisms> mechanisms;
  private final Syntax syntax =
      Syntax.of("run", "Run a command in a new container.", this)
          .flag("Remove the container's files when it ends.", "--rm")
          .flag("Pass standard input on.", "-i", "--interactive")
          .flag("Give the container a terminal.", "-t", "--tty")
          .value("NAME", "Name of the container.", "--name")
          .flag("Print every system call and why, then run.", "--explain")
          .flag("Print every system call and why; do nothing.", "--dry-run");
  private final ContainerOptions options = new ContainerOptions(syntax);

  private boolean interactive;
  private boolean terminal;
  private boolean explain;

  RunCommand(Supplier<Mechanisms> mechanisms) {
    this.mechanisms = mechanisms;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    interactive = syntax.has("--interactive");
    terminal = syntax.has("--tty");
    explain = syntax.has("--explain");
    ContainerSpec asked =
        options.spec(syntax.valueOf("--name"), interactive, terminal, syntax.has("--rm"));
    ContainerSpec spec = asked.with(NetworkOptions.byDefault(asked.network()));
    Session session = Session.open(mechanisms.get());
    if (syntax.has("--dry-run")) {
      session.requireProvided(spec.image());
      System.out.print(Explanation.of(session.engine().dryRun(spec)));
      return 0;
    }
    requireTerminal();
    session.provide(spec.image(), options.pull());
    try (PreparedContainer prepared = session.engine().prepare(spec)) {
      prepared.warnings().forEach(line -> System.err.println("mini-docker: warning: " + line));
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
    try (RunningContainer container = start(prepared)) {
      signals.deliverTo(new StubbornContainer(container::signal)::signal);
      ExitStatus status = terminal ? waitWithTerminal(container) : container.waitFor();
      container.limitsReached().forEach(line -> System.err.println("mini-docker: " + line));
      if (explain) {
        System.err.print(Explanation.outcome(status, System.nanoTime() - start));
      }
      return status.exitCode();
    }
  }

  private RunningContainer start(PreparedContainer prepared) {
    try {
      return prepared.start();
    } catch (StartFailure e) {
      if (explain && e.getCause() instanceof ErrnoException refusal) {
        System.err.print(Explanation.refusal(refusal));
      }
      throw e;
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
    Signals.onResize(resize); // first, or a change in between would be missed
    resize.run();
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
