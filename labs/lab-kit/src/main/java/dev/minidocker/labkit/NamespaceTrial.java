package dev.minidocker.labkit;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The only reliable way to know whether the kernel allows something is to try. */
final class NamespaceTrial {

  /** Settings that forbid user namespaces, and the value by which they do. */
  private static final Map<String, String> SWITCHES =
      Map.of(
          "kernel/unprivileged_userns_clone", "0",
          "kernel/apparmor_restrict_unprivileged_userns", "1",
          "user/max_user_namespaces", "0");

  private NamespaceTrial() {}

  /** Why the program cannot run in a new namespace of this kind; nothing if it can. */
  static Optional<String> failure(CloneFlag namespace, Program trial) {
    try (Sandbox sandbox = Sandbox.start(Set.of(namespace), trial)) {
      ExitStatus status = sandbox.waitFor();
      return status.value() == 0 ? Optional.empty() : Optional.of("the trial " + status);
    } catch (ErrnoException e) {
      return Optional.of(e.getMessage() + remedy());
    }
  }

  private static String remedy() {
    return SWITCHES.entrySet().stream()
        .filter(entry -> setting(entry.getKey()).equals(entry.getValue()))
        .map(entry -> entry.getKey().replace('/', '.') + " is " + entry.getValue())
        .findFirst()
        .map(cause -> ". The cause is that " + cause + "; change it with sysctl, or run as root")
        .orElse(". Run as root, or outside of the container that forbids it");
  }

  private static String setting(String name) {
    // in large pieces: of a number, a second piece would be empty
    try (InputStream file = Files.newInputStream(Path.of("/proc/sys", name))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "none"; // kernels have only those of their distribution
    }
  }
}
