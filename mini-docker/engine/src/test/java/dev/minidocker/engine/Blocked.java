package dev.minidocker.engine;

import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import java.nio.file.Path;
import java.util.Random;

/** A JVM to be killed: it starts a container whose program waits before one of its steps. */
final class Blocked {
  private Blocked() {}

  /**
   * Never ends by itself.
   *
   * @param args a {@link Laboratory}'s directory, the seed of the configuration, the step
   */
  public static void main(String[] args) throws Exception {
    Laboratory laboratory = Laboratory.in(Path.of(args[0]));
    try (PreparedContainer prepared =
        laboratory.engine().prepare(spec(laboratory, Long.parseLong(args[1])))) {
      Program blocked = prepared.program().insert(Integer.parseInt(args[2]), Report.ask(0));
      laboratory.run(prepared, blocked, question -> sleep());
    }
  }

  /** The same container in both JVMs. */
  static ContainerSpec spec(Laboratory laboratory, long seed) {
    return new ContainerSpecs(laboratory.volumes(), new Random(seed)).next("sleep", "1000");
  }

  private static void sleep() {
    try {
      Thread.sleep(1_000_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }
}
