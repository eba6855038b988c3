package dev.minidocker.engine;

import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.OpenFlag;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A container in which nothing runs: its files are changed from outside, by the kernel's own rules
 * of copy-on-write where the storage driver has them, and what was changed becomes a layer.
 */
public final class Workshop implements AutoCloseable {
  static final int QUESTION = 0x66_69_6c_65; // "file": no other question has this number

  private final PreparedContainer container;
  private RunningContainer running;

  Workshop(PreparedContainer container) {
    this.container = container;
  }

  /**
   * Mounts the container's root file system and has it changed, once.
   *
   * @param change gets the root; whoever opens paths below it must not follow links, which lead to
   *     the host: see {@link Fd#tryOpenInRoot}
   * @throws StartFailure if it cannot be mounted
   */
  public void change(Consumer<Path> change) {
    RuntimeException[] refusal = new RuntimeException[1];
    PreparedContainer.Answer answer =
        (question, pid) -> {
          try {
            change.accept(Path.of("/proc", Integer.toString(pid), "root"));
          } catch (RuntimeException e) {
            refusal[0] = e; // the container has to end first
          }
        };
    ExitStatus status = run(answer);
    if (refusal[0] != null) {
      throw refusal[0];
    }
    if (status.exitCode() != 0) {
      throw new StartFailure("the container that holds the files " + status);
    }
  }

  private ExitStatus run(PreparedContainer.Answer answer) {
    try (Fd nothing = Fd.open("/dev/null", OpenFlag.of(OpenFlag.O_RDWR), 0)) {
      List<Integer> streams = List.of(nothing.number(), nothing.number(), nothing.number());
      running = container.start(streams, answer);
      return running.waitFor();
    }
  }

  /** What was changed, as the archive of a layer. Gone when this is closed. */
  public InputStream changes() {
    return container.changes();
  }

  @Override
  public void close() {
    if (running != null) {
      running.close();
    }
    container.close();
  }
}
