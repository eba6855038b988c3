package dev.minidocker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a state directory says about the first process of a container. It is noted when the
 * container is in the namespaces that it gets; its command may have printed something by then.
 */
final class NotedProcess {
  private static final int PATIENCE_MILLIS = 10_000;

  private NotedProcess() {}

  /**
   * The process id of the first process of the container of this name, which is waited for.
   *
   * @throws AssertionError if none is noted
   */
  static long of(Path state, String name) throws Exception {
    for (int i = 0; i < PATIENCE_MILLIS; i++) {
      Optional<Path> noted = file(state, name);
      if (noted.isPresent()) {
        return Long.parseLong(Files.readString(noted.get()).split(" ", 2)[0]);
      }
      Thread.sleep(1);
    }
    throw new AssertionError("there is no process of a container " + name + " in " + state);
  }

  private static Optional<Path> file(Path state, String name) throws IOException {
    Path named = state.resolve("names").resolve(name);
    if (!Files.isSymbolicLink(named)) {
      return Optional.empty();
    }
    Path directory = state.resolve("containers").resolve(Files.readSymbolicLink(named));
    return Optional.of(directory.resolve("process")).filter(Files::exists);
  }
}
