package dev.minidocker.lab.map;

import dev.minidocker.labkit.Privilege;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network namespace of a test, with a process in it that ends with the test. Without privileges
 * it is in a user namespace, and others can be made in the same.
 */
final class PlayedNamespace implements AutoCloseable {
  private static final String WAIT = "echo ready; read end";

  private final Process keeper;

  private PlayedNamespace(List<String> command) throws IOException {
    keeper = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(keeper.getInputStream(), StandardCharsets.UTF_8));
    List<String> seen = new ArrayList<>();
    for (String line = lines.readLine(); !"ready".equals(line); line = lines.readLine()) {
      if (line == null) {
        throw new AssertionError("it has ended: " + seen);
      }
      seen.add(line);
    }
  }

  static PlayedNamespace make() throws IOException {
    return making("");
  }

  /**
   * One whose process does something first.
   *
   * @param script for a shell
   */
  static PlayedNamespace making(String script, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("unshare", "--net"));
    if (!Privilege.canMakeNamespaces()) {
      command.addAll(List.of("--user", "--map-root-user"));
    }
    command.addAll(List.of(options));
    command.addAll(List.of("sh", "-c", script.isEmpty() ? WAIT : script + "; " + WAIT));
    return new PlayedNamespace(command);
  }

  /** Another one, in the same user namespace. */
  PlayedNamespace another() throws IOException {
    List<String> command = enter(false);
    command.addAll(List.of("unshare", "--net", "sh", "-c", WAIT));
    return new PlayedNamespace(command);
  }

  /** The same one, with another process in it. */
  PlayedNamespace joined() throws IOException {
    List<String> command = enter(true);
    command.addAll(List.of("sh", "-c", WAIT));
    return new PlayedNamespace(command);
  }

  private List<String> enter(boolean net) {
    List<String> command = new ArrayList<>(List.of("nsenter", "-t", "" + pid()));
    if (!Privilege.canMakeNamespaces()) {
      command.addAll(List.of("--user", "--preserve-credentials"));
    }
    if (net) {
      command.add("--net");
    }
    return command;
  }

  long pid() {
    return keeper.pid();
  }

  long inode() throws IOException {
    String link = Files.readSymbolicLink(Path.of("/proc/" + pid() + "/ns/net")).toString();
    return Long.parseLong(link.replaceAll("[^0-9]", ""));
  }

  /** What a program says that runs there; it must succeed. */
  String run(String... command) throws Exception {
    return attempt(command).orElseThrow(() -> new AssertionError(String.join(" ", command)));
  }

  /** The same; nothing if it fails. */
  Optional<String> attempt(String... command) throws Exception {
    List<String> words = enter(true);
    words.addAll(List.of(command));
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
  }

  /** This namespace on a map of the machine. */
  NamespaceView on(MachineMap map) throws IOException {
    long inode = inode();
    return map.namespaces().stream()
        .filter(namespace -> namespace.inode() == inode)
        .findFirst()
        .orElseThrow(() -> new AssertionError(inode + " is not on " + map));
  }

  @Override
  public void close() throws IOException {
    keeper.getOutputStream().close(); // its shell ends, and the namespace with it
    try {
      keeper.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
