package dev.minidocker.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An OCI bundle: the same root file system for runc, crun and others, as {@code runc spec} says.
 */
final class Bundle {
  /** Our containers do not see the control groups either. */
  private static final String CGROUP_MOUNT =
      ",\\s*\\{\\s*\"destination\": \"/sys/fs/cgroup\"[^}]*\\}";

  private final Path directory;

  private Bundle(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  /**
   * Makes a bundle whose container runs {@code true}, without a terminal.
   *
   * @param runc writes the configuration
   */
  static Bundle make(Path runc, Path root, Path directory) {
    try {
      Files.createDirectories(directory);
      Process spec =
          new ProcessBuilder(runc.toString(), "spec").directory(directory.toFile()).start();
      String said = new String(spec.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      if (spec.waitFor() != 0) {
        throw new IllegalStateException("runc spec: " + said);
      }
      Path config = directory.resolve("config.json");
      String text =
          Files.readString(config)
              .replace("\"terminal\": true", "\"terminal\": false")
              .replace("\"readonly\": true", "\"readonly\": false")
              .replace("\"sh\"", "\"/bin/true\"")
              .replace("\"path\": \"rootfs\"", "\"path\": \"" + root + "\"")
              .replace("\"linux\": {", "\"linux\": {\"cgroupsPath\": \"/md-bench\",")
              .replaceFirst(CGROUP_MOUNT, "");
      Files.writeString(config, text);
      return new Bundle(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make an OCI bundle in " + directory, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while runc spec worked", e);
    }
  }
}
