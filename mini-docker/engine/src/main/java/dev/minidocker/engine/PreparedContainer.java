package dev.minidocker.engine;

import dev.minidocker.linux.Child;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.Program;
import java.util.List;
import java.util.function.IntConsumer;

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
    return start(program, StandardStreams.OWN, question -> {});
  }

  /**
   * The same with a program that was changed.
   *
   * @param ours the descriptors that stand for standard input, output and error
   * @param answer does what the program asks for
   */
  RunningContainer start(Program changed, List<Integer> ours, IntConsumer answer) {
    StandardStreams streams = null;
    Child child = null;
    try {
      streams = streams(ours);
      child = Launcher.launch(changed, new Launcher.Setting(streams.numbers(), answer));
      child.awaitStart();
      Refusal.check(child, spec);
      files.started();
      RunningContainer running = new RunningContainer(id, child, streams, files);
      running.connectTerminal(spec.interactive(), ours);
      streams.started();
      return running;
    } catch (ErrnoException e) {
      giveBack(child, streams);
      throw Refusal.explain(e);
    } catch (RuntimeException | Error e) {
      giveBack(child, streams);
      throw e;
    }
  }

  private StandardStreams streams(List<Integer> ours) {
    return spec.terminal()
        ? StandardStreams.ofTerminal()
        : StandardStreams.of(spec.interactive(), ours);
  }

  private void giveBack(Child child, StandardStreams streams) {
    if (child != null) {
      child.close();
      child.terminal().ifPresent(Fd::close);
    }
    if (streams != null) {
      streams.close();
    }
    files.discard();
  }

  /** Removes the files of a container that was not started. */
  @Override
  public void close() {
    files.close();
  }
}
