package dev.minidocker.cli;

import dev.minidocker.engine.Host;
import java.nio.file.Path;
import java.util.Optional;

/** Where mini-docker keeps its images and containers, and how. */
final class State {
  private static volatile Optional<String> chosenDriver = Optional.empty();

  private State() {}

  /** What the command line says; before a command is carried out. */
  static void chooseDriver(Optional<String> name) {
    chosenDriver = name;
  }

  /** The storage driver by {@code --storage-driver}, or by {@code MINI_DOCKER_STORAGE_DRIVER}. */
  static Optional<String> driver() {
    return chosenDriver.or(
        () ->
            Optional.ofNullable(System.getenv("MINI_DOCKER_STORAGE_DRIVER"))
                .filter(name -> !name.isEmpty()));
  }

  /** {@code MINI_DOCKER_ROOT} if set; else root's, or the user's own. */
  static Path directory(Host host) {
    String chosen = System.getenv("MINI_DOCKER_ROOT");
    if (chosen != null && !chosen.isEmpty()) {
      return Path.of(chosen).toAbsolutePath();
    }
    if (!host.rootless()) {
      return Path.of("/var/lib/mini-docker");
    }
    String data = System.getenv("XDG_DATA_HOME");
    Path base =
        data != null && !data.isEmpty()
            ? Path.of(data)
            : Path.of(System.getProperty("user.home"), ".local", "share");
    return base.resolve("mini-docker").toAbsolutePath();
  }
}
