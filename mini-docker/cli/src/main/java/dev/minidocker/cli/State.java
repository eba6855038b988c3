package dev.minidocker.cli;

import dev.minidocker.engine.Host;
import dev.minidocker.engine.StartFailure;
import dev.minidocker.labkit.StateHome;
import java.io.IOException;
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

  /** The network of who asks for none, by {@code MINI_DOCKER_NETWORK}. */
  static Optional<String> network() {
    return Optional.ofNullable(System.getenv("MINI_DOCKER_NETWORK"))
        .filter(name -> !name.isEmpty());
  }

  /** {@code MINI_DOCKER_ROOT} if set; else root's, or the user's own. */
  static Path directory(Host host) {
    String chosen = System.getenv("MINI_DOCKER_ROOT");
    if (chosen != null && !chosen.isEmpty()) {
      return trusted(Path.of(chosen).toAbsolutePath(), host);
    }
    if (!host.rootless()) {
      return Path.of("/var/lib/mini-docker");
    }
    String data = System.getenv("XDG_DATA_HOME");
    Path base =
        data != null && !data.isEmpty() ? Path.of(data) : Path.of(home(), ".local", "share");
    return base.resolve("mini-docker").toAbsolutePath();
  }

  /** Who owns a directory can put links into it, and so has root write wherever they lead. */
  private static Path trusted(Path directory, Host host) {
    try {
      if (!host.rootless()) {
        StateHome.requireOwn(directory);
      }
      return directory;
    } catch (IOException e) {
      throw new StartFailure(
          "MINI_DOCKER_ROOT: " + FileReason.of(e) + ". Name a directory of your own",
          StartFailure.OUR_FAULT,
          e);
    }
  }

  /** The user's word before the one of the password database, as with all other programs. */
  private static String home() {
    String home = System.getenv("HOME");
    return home != null && home.startsWith("/") ? home : System.getProperty("user.home");
  }
}
