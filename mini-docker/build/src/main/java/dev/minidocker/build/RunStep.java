package dev.minidocker.build;

import dev.minidocker.build.dockerfile.Instruction.Run;
import dev.minidocker.build.dockerfile.Location;
import dev.minidocker.engine.CapabilityRequest;
import dev.minidocker.engine.ContainerSpec;
import dev.minidocker.engine.PreparedContainer;
import dev.minidocker.engine.RunningContainer;
import dev.minidocker.engine.network.NetworkRequest;
import dev.minidocker.image.Image;
import dev.minidocker.linux.ExitStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs a command in a container, and takes what it has changed. */
record RunStep(Builder builder, Image image) {

  /**
   * Runs it to its end.
   *
   * @param network whom it reaches
   * @param whenDone gets the archive of the changes
   * @throws BuildException if the command fails
   */
  void run(
      Location location,
      List<String> argv,
      NetworkRequest network,
      String user,
      String directory,
      List<String> environment,
      Consumer<InputStream> whenDone) {
    ContainerSpec spec = spec(image, argv, user, directory, environment).with(network);
    try (StepOutput output = builder.progress().output();
        PreparedContainer prepared = builder.engine().prepare(spec);
        RunningContainer running = prepared.start(output.streams())) {
      ExitStatus status = running.waitFor();
      if (status.exitCode() != 0) {
        throw new BuildException(
            location, "the command " + status + ": " + String.join(" ", argv).strip());
      }
      try (InputStream changes = prepared.changes()) {
        whenDone.accept(changes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whom an instruction reaches.
   *
   * @param given what is asked of the whole build
   * @throws BuildException if it asks for the host's network, which only who builds may give
   */
  static NetworkRequest network(Run run, NetworkRequest given) {
    if (run.network().isEmpty() || given.networks().equals(List.of(run.network().get()))) {
      return given;
    } else if (run.network().get().equals(NetworkRequest.NONE)) {
      return NetworkRequest.asking(run.network(), given.hosts());
    }
    throw new BuildException(
        run.location(),
        "RUN --network=host: the Dockerfile asks for the host's network; build --network host gives"
            + " it to all its instructions");
  }

  /** A container for its files only. */
  static ContainerSpec forFiles(Image image) {
    return spec(image, List.of("-"), "0", "/", List.of());
  }

  /** A container of the build: its files go when it ends. */
  static ContainerSpec spec(
      Image image, List<String> argv, String user, String directory, List<String> environment) {
    Optional<String> none = Optional.empty();
    return new ContainerSpec(
        image.id().toString(),
        argv.subList(1, argv.size()),
        Optional.of(argv.get(0)),
        none,
        none,
        none,
        environment,
        Optional.of(directory),
        Optional.of(user),
        List.of(),
        CapabilityRequest.DEFAULT,
        false,
        false,
        false,
        false,
        true);
  }
}
