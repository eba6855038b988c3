package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace that plays the host, so that no test touches the machine's own links and
 * rules; with a state directory of its own, since a network is at one host only.
 */
final class PlayedHost {
  private static final int PATIENCE_SECONDS = 30;

  private final Process keeper;
  private final Path state;
  private final CommandClient client = new CommandClient(this::process);
  private final List<RunningProcess> started = new ArrayList<>();

  /**
   * @param state where to make a directory for its networks and containers
   */
  PlayedHost(Path state) throws Exception {
    this.state = state;
    LabImage.into(state);
    this.keeper =
        new ProcessBuilder(
                "unshare",
                "--net",
                "--kill-child",
                "sh",
                "-c",
                "ip link set lo up; ip addr add 10.99.0.1/24 dev lo; echo ready; exec cat")
            .redirectErrorStream(true)
            .start();
    awaitLine(keeper, "ready");
  }

  /** Another address than the loopback's that this host has. */
  static final String ADDRESS = "10.99.0.1";

  /** The command line that runs a command as a process of this host. */
  List<String> here(List<String> command) {
    List<String> there =
        new ArrayList<>(List.of("nsenter", "--net=/proc/" + keeper.pid() + "/ns/net", "--"));
    there.addAll(command);
    return there;
  }

  private ProcessBuilder process(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(here(command));
    builder.environment().put("MINI_DOCKER_ROOT", state.toString());
    return builder;
  }

  /** mini-docker at this host: a process of its own, unless a {@link CommandServer} will do. */
  Outcome miniDocker(String... args) throws Exception {
    return CommandClient.serves(args) ? client.execute(new byte[0], args) : miniDockerAlone(args);
  }

  /** mini-docker, as a process of this host. */
  Outcome miniDockerAlone(String... args) throws Exception {
    return CommandLines.finish(process(CommandLines.miniDocker(args)).start(), new byte[0]);
  }

  /** A command of a container in one of its networks. */
  Outcome in(String network, String command) throws Exception {
    return miniDocker("run", "--rm", "--network", network, "lab", "sh", "-c", command);
  }

  /** Asks once, from this host. */
  Outcome fetch(String url) throws Exception {
    return run("wget", "-q", "-O", "-", "-t", "1", "-T", "3", url);
  }

  /** Another program of this host. */
  Outcome run(String... command) throws Exception {
    return CommandLines.finish(process(List.of(command)).start(), new byte[0]);
  }

  /** The same with something to read. */
  Outcome run(List<String> command, String input) throws Exception {
    return CommandLines.finish(process(command).start(), input.getBytes(StandardCharsets.UTF_8));
  }

  /** A container that goes on after it has printed {@code ready}. */
  RunningProcess starts(String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of("run", "--rm", "--init"));
    command.addAll(List.of(args));
    RunningProcess container = begins(command.toArray(String[]::new));
    awaitLine(container.process(), "ready");
    return container;
  }

  /** mini-docker, as a process of this host that need not have ended. */
  RunningProcess begins(String... args) throws IOException {
    ProcessBuilder builder = process(CommandLines.miniDocker(args)).redirectErrorStream(true);
    RunningProcess process = new RunningProcess(builder.start());
    started.add(process);
    return process;
  }

  /** Another program of this host that need not have ended; what it says goes to a file. */
  RunningProcess begins(Path log, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(here(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    RunningProcess running = new RunningProcess(process);
    started.add(running);
    return running;
  }

  /** What runs beside the test until it is ended. */
  record RunningProcess(Process process) {

    /** Ends it by this signal, and waits for its end. */
    void end(String signal) throws Exception {
      new ProcessBuilder("kill", "-" + signal, "" + process.pid()).inheritIO().start().waitFor();
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it does not end");
    }
  }

  static void awaitLine(Process process, String expected) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    List<String> seen = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals(expected)) {
        return;
      }
      seen.add(line);
    }
    throw new AssertionError("it has ended without \"" + expected + "\": " + seen);
  }

  /** A cable to another host: a link of this name at both ends, switched on. */
  void cable(PlayedHost other, String link) throws Exception {
    String there = "" + other.keeper.pid();
    run("ip", "link", "add", link, "type", "veth", "peer", "name", link, "netns", there)
        .exitsWith(0);
    run("ip", "link", "set", link, "up").exitsWith(0);
    other.run("ip", "link", "set", link, "up").exitsWith(0);
  }

  /** Ends all that it has started. */
  void endContainers() throws Exception {
    for (RunningProcess container : started) {
      if (container.process().isAlive()) {
        container.end("TERM");
      }
    }
  }

  /** Removes all its networks, which leaves none of our links. */
  void removeNetworks() throws Exception {
    for (String network : miniDocker("network", "ls", "-q").exitsWith(0).out().lines().toList()) {
      miniDocker("network", "rm", network).exitsWith(0);
    }
    assertEquals("", linksLeft("md"));
  }

  /**
   * Links whose names begin so, after five seconds at most: the kernel removes those of who has
   * ended when it has the time.
   */
  String linksLeft(String prefix) throws Exception {
    String list = "ip -o link | grep ' " + prefix + "'";
    String await = "for i in $(seq 50); do %1$s >/dev/null || break; sleep 0.1; done; %1$s; true";
    return run("sh", "-c", await.formatted(list)).exitsWith(0).out();
  }

  /** Ends all that it has started, and the host. */
  void end() throws Exception {
    endContainers();
    client.end();
    keeper.getOutputStream().close(); // its cat ends, and the namespace with it
    keeper.waitFor();
  }
}
