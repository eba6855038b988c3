package dev.minidocker.cli;

import dev.minidocker.engine.Host;
import java.nio.file.Path;

/** Where mini-docker keeps its images and containers. */
final class State {
  private State() {}

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
