package dev.minidocker.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The docker whose daemon {@code DOCKER_HOST} names, with the same files as an image. */
final class Docker implements Contender {
  private static final String IMAGE = "md-bench-lab";

  private final Path docker;
  private final Contender run;

  private Docker(Path docker, Path directory) {
    this.docker = docker;
    List<String> argv = new ArrayList<>(List.of(docker.toString(), "run", "--rm"));
    argv.addAll(List.of("--network=none", IMAGE, "true"));
    this.run = Executable.contender("docker run --network none", directory, argv);
  }

  /** A docker with a daemon that answers, if there is one; closing it removes the image again. */
  static Optional<Docker> with(Path layer, Path directory) {
    Optional<Path> docker = answering();
    if (docker.isEmpty()) {
      return Optional.empty();
    }
    String files = "tar -C '" + layer + "' -c . | '" + docker.get() + "' import - " + IMAGE;
    if (shell(files) != 0) {
      throw new IllegalStateException("docker does not take the image: " + files);
    }
    return Optional.of(new Docker(docker.get(), directory));
  }

  /** The command, if a daemon answers it. */
  static Optional<Path> answering() {
    return Executable.find("docker").filter(docker -> shell("'" + docker + "' info") == 0);
  }

  private static int shell(String command) {
    try {
      return new ProcessBuilder("sh", "-c", command + " >/dev/null 2>&1").start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run sh", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while this ran: " + command, e);
    }
  }

  @Override
  public String name() {
    return run.name();
  }

  @Override
  public long sample() {
    return run.sample();
  }

  @Override
  public void close() {
    if (shell("'" + docker + "' rmi " + IMAGE) != 0) {
      throw new IllegalStateException("docker keeps the image " + IMAGE);
    }
  }
}
