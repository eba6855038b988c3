package dev.minidocker.engine;

import dev.minidocker.image.ImageStore;
import dev.minidocker.image.LabImage;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.FileTree;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * An engine with a state directory of its own, in which the image {@code lab} is, and a place for
 * volumes and for what containers print.
 */
record Laboratory(Path directory, Host host, Engine engine) implements AutoCloseable {

  /** Skips the test, by name, where no container can be started. */
  static Laboratory open() {
    try {
      Laboratory laboratory = in(Files.createTempDirectory("md-engine"));
      requireContainers(laboratory);
      return laboratory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The laboratory that {@link #open} made in this directory, perhaps in another JVM. */
  static Laboratory in(Path directory) throws IOException {
    Host host = Host.current();
    Path state = directory.resolve("state");
    Files.createDirectories(directory.resolve("volumes"));
    ImageStore images = ImageStore.open(state);
    LabImage.in(images);
    return new Laboratory(directory, host, new Engine(state, images, host, Mechanisms.REFERENCE));
  }

  private static void requireContainers(Laboratory laboratory) {
    try {
      laboratory.run(ContainerSpecs.named("md-first", "true")); // so that all directories are there
    } catch (StartFailure e) {
      laboratory.close();
      String what = "needs the right to start containers: " + e.getMessage();
      if ("fail".equals(System.getProperty("skips")) || !laboratory.host.rootless()) {
        Assertions.fail(what);
      }
      Assumptions.abort(what);
    }
  }

  Path state() {
    return directory.resolve("state");
  }

  Path volumes() {
    return directory.resolve("volumes");
  }

  /** Runs a container to its end. */
  ExitStatus run(ContainerSpec spec) {
    try (PreparedContainer prepared = engine.prepare(spec)) {
      return run(prepared, prepared.program(), question -> {});
    }
  }

  /** Runs a prepared container, with this program in place of its own, to its end. */
  ExitStatus run(PreparedContainer prepared, Program program, IntConsumer answer) {
    try (Fd nothing = Fd.open("/dev/null", OpenFlag.of(OpenFlag.O_RDWR), 0)) {
      int number = nothing.number();
      return run(prepared, program, List.of(number, number, number), answer);
    }
  }

  ExitStatus run(
      PreparedContainer prepared, Program program, List<Integer> streams, IntConsumer answer) {
    try (RunningContainer running = prepared.start(program, streams, answer)) {
      return running.waitFor();
    }
  }

  /** Runs a container to its end and returns what it has printed. */
  String outputOf(ContainerSpec spec) {
    try (PreparedContainer prepared = engine.prepare(spec)) {
      return outputOf(prepared, prepared.program(), question -> {});
    }
  }

  String outputOf(PreparedContainer prepared, Program program, IntConsumer answer) {
    Path file = directory.resolve("output");
    int flags = OpenFlag.of(OpenFlag.O_RDWR, OpenFlag.O_CREAT, OpenFlag.O_TRUNC);
    try (Fd output = Fd.open(file.toString(), flags, 0600)) {
      run(prepared, program, List.of(output.number(), output.number(), output.number()), answer);
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      FileTree.remove(directory.toString());
    } catch (ErrnoException e) {
      Assertions.fail("the test's directory cannot be removed", e);
    }
  }
}
