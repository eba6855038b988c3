package dev.minidocker.engine;

import dev.minidocker.linux.Child;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.Program;

/** A container that could be started: its program is known, its files are there. */
public final class PreparedContainer implements AutoCloseable {
  private final String id;
  private final ContainerSpec spec;
  private final ContainerFiles files;
  private final Program program;

  PreparedContainer(String id, ContainerSpec spec, ContainerFiles files, Program program) {
    this.id = id;
    this.spec = spec;
    this.files = files;
    this.program = program;
  }

  public String id() {
    return id;
  }

  public Program program() {
    return program;
  }

  /**
   * Starts the container and returns when its command runs.
   *
   * @throws StartFailure if it cannot be started; nothing is left of it then
   */
  public RunningContainer start() {
    StandardStreams streams =
        spec.terminal() ? StandardStreams.ofTerminal() : StandardStreams.of(spec.interactive());
    Child child = null;
    try {
      child = Launcher.launch(program, new Launcher.Setting(streams.numbers(), question -> {}));
      child.awaitStart();
      Refusal.check(child, spec);
      files.started();
      RunningContainer running = new RunningContainer(id, child, streams, files);
      streams.started();
      running.connectTerminal(spec.interactive());
      return running;
    } catch (RuntimeException e) {
      if (child != null) {
        child.close();
      }
      streams.close();
      files.discard();
      throw e instanceof ErrnoException refusal ? Refusal.explain(refusal) : e;
    }
  }

  /** Removes the files of a container that was not started. */
  @Override
  public void close() {
    files.close();
  }
}
