package dev.minidocker.engine;

import dev.minidocker.engine.network.Connection;
import dev.minidocker.labs.cgroups.limits.Group;
import dev.minidocker.labs.user.MapRefusal;
import dev.minidocker.labs.user.StarterAct;
import dev.minidocker.labs.user.UserMechanism;
import dev.minidocker.linux.Child;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.Program;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** A container that could be started: its program is known, its files are there. */
public final class PreparedContainer implements AutoCloseable {
  private final String id;
  private final ContainerSpec spec;
  private final ContainerFiles files;
  private final Launcher.Compiled program;
  private final List<StarterAct> mapping;
  private final Confinement confinement;

  /**
   * @param mapping what to do when the program asks for its ids
   */
  PreparedContainer(
      String id,
      ContainerSpec spec,
      ContainerFiles files,
      Program program,
      List<StarterAct> mapping,
      Confinement confinement) {
    this.id = id;
    this.spec = spec;
    this.files = files;
    this.program = Launcher.Compiled.of(program); // now, so that starting has less to do
    this.mapping = mapping;
    this.confinement = confinement;
  }

  /** What was asked and cannot be had, a line each. */
  public List<String> warnings() {
    return Stream.concat(confinement.warnings().stream(), files.connectionWarnings().stream())
        .toList();
  }

  public String id() {
    return id;
  }

  public Program program() {
    return program.program();
  }

  /**
   * What it has changed of its image, once it has ended, as the archive of a layer. Reading it
   * throws {@link java.io.IOException} if it cannot be read.
   */
  public InputStream changes() {
    return files.changes();
  }

  /** The directories of its groups in cgroup file systems, which its start will make. */
  public List<Path> groups() {
    return confinement.group().map(Group::directories).orElse(List.of());
  }

  /**
   * Starts the container and returns when its command runs.
   *
   * @throws StartFailure if it cannot be started; nothing is left of it then
   */
  public RunningContainer start() {
    return start(StandardStreams.OWN);
  }

  /**
   * The same.
   *
   * @param ours the descriptors that stand for standard input, output and error
   */
  public RunningContainer start(List<Integer> ours) {
    return start(ours, (question, pid) -> {});
  }

  /**
   * The same with a program that was changed.
   *
   * @param ours the descriptors that stand for standard input, output and error
   * @param answer does what the program asks for
   */
  RunningContainer start(Program changed, List<Integer> ours, IntConsumer answer) {
    return start(Launcher.Compiled.of(changed), ours, (question, pid) -> answer.accept(question));
  }

  /** The container as it was prepared. */
  RunningContainer start(List<Integer> ours, Answer answer) {
    return start(program, ours, answer);
  }

  /** Does what a program asks for that cannot do it itself. */
  interface Answer {
    /**
     * Returns when it is done.
     *
     * @param pid of the container's process, which waits meanwhile; 0 while there is none
     */
    void to(int question, int pid);
  }

  private RunningContainer start(Launcher.Compiled compiled, List<Integer> ours, Answer answer) {
    StandardStreams streams = null;
    Child child = null;
    try {
      streams = streams(ours);
      IntConsumer early = question -> answer.to(question, 0); // the starter's
      child = Launcher.launch(compiled, new Launcher.Setting(streams.numbers(), early));
      streams.handedOver();
      files.born(child.pid()); // while it mounts
      awaitStart(child, answer);
      Refusal.check(child, spec);
      files.started();
      RunningContainer running =
          new RunningContainer(id, child, streams, files, LimitReport.of(confinement));
      running.connectTerminal(spec.interactive(), ours);
      streams.started();
      return running;
    } catch (ErrnoException e) {
      giveBack(child, streams);
      throw LimitReport.of(confinement).blame(e).orElseGet(() -> Refusal.explain(e));
    } catch (MapRefusal e) {
      giveBack(child, streams);
      throw new StartFailure(e.getMessage(), StartFailure.OUR_FAULT, e);
    } catch (RuntimeException | Error e) {
      giveBack(child, streams);
      throw e;
    }
  }

  private void awaitStart(Child child, Answer answer) {
    OptionalInt asked = child.awaitQuestion();
    while (asked.isPresent()) {
      if (asked.getAsInt() == UserMechanism.QUESTION) {
        for (StarterAct act : mapping) {
          act.perform(child.pid());
        }
      } else if (asked.getAsInt() == Connection.NAME_SERVER) {
        files.connection().serveNames(child.pid(), HostFiles.upstream(spec.network()));
      } else {
        answer.to(asked.getAsInt(), child.pid());
      }
      child.answer();
      asked = child.awaitQuestion();
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
