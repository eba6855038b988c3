package dev.minidocker.course;

import dev.minidocker.labkit.Privilege;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A place where commands of the notes can be typed: with the exercises untouched, and with scripts
 * in the place of the launch scripts, which run what this build has compiled.
 *
 * @param directory that readers would be in
 */
record LearnersCheckout(Path directory) {
  private static final Path CHECKOUT = Path.of("").toAbsolutePath().getParent();

  static LearnersCheckout in(Path directory) throws IOException {
    LearnersCheckout made = new LearnersCheckout(directory.toRealPath());
    made.copy("exercises");
    made.copy("solutions");
    Files.createDirectories(made.directory.resolve("bin"));
    made.script("lab", "dev.minidocker.labkit.command.Main");
    made.script("mini-docker", "dev.minidocker.cli.Main");
    return made;
  }

  /** What keeps commands from the reader's own progress and images. */
  Map<String, String> environment() {
    return Map.of(
        "XDG_STATE_HOME", directory.resolve("state").toString(),
        "MINI_DOCKER_ROOT", directory.resolve("images").toString(),
        "LC_ALL", "C.UTF-8");
  }

  /** The kernel and the user, in words. */
  static String machine() throws IOException {
    String release = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
    String user = Privilege.canMakeNamespaces() ? "as root" : "as an ordinary user";
    return "Linux " + release + ", " + user;
  }

  private void copy(String name) throws IOException {
    Path source = CHECKOUT.resolve(name);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path relative = CHECKOUT.relativize(file);
        if (!relative.toString().contains("/target/")) {
          Files.createDirectories(directory.resolve(relative).getParent());
          Files.copy(file, directory.resolve(relative));
        }
      }
    }
  }

  private void script(String name, String main) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-Dlaunch.locale=C.UTF-8",
            "-Dlaunch.root=" + directory,
            "-cp",
            System.getProperty("java.class.path"),
            main);
    StringBuilder text = new StringBuilder("#!/bin/sh\nexec");
    command.forEach(word -> text.append(" '").append(word).append("'"));
    Path script = directory.resolve("bin").resolve(name);
    Files.writeString(script, text + " \"$@\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
