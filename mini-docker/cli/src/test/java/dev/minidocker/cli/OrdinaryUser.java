package dev.minidocker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Whoever runs the build, if that is an ordinary user; where it is root, a user who has nothing but
 * a number. With a state directory of its own.
 */
final class OrdinaryUser {
  private static final boolean ROOT = System.getProperty("user.name").equals("root");
  private static final int PATIENCE_SECONDS = 30;

  private final int number = ROOT ? ThreadLocalRandom.current().nextInt(20_000, 60_000) : -1;
  private final List<Process> started = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> before;
  private final Path state;
  private final CommandClient client = new CommandClient(this::command);

  /**
   * @param folder where its files are to be
   * @param before a command line that runs another one, such as nsenter's
   */
  OrdinaryUser(Path folder, List<String> before) throws IOException {
    this.before = before;
    this.state = folder.resolve("state");
    environment.putAll(Map.of("HOME", folder.toString(), "MINI_DOCKER_ROOT", state.toString()));
    if (ROOT) {
      Files.setAttribute(folder, "unix:uid", number);
      Files.setAttribute(folder, "unix:gid", number);
    }
  }

  /** Where its programs are to be found from now on. */
  void hasInPath(String path) {
    environment.put("PATH", path);
  }

  /** The names of the processes that it has. */
  List<String> processes() throws Exception {
    String user = ROOT ? "" + number : System.getProperty("user.name");
    String listed =
        CommandLines.run(
                List.of("ps", "-u", user, "-o", "stat=", "-o", "comm="), new byte[0], Map.of())
            .out();
    return listed.lines().filter(line -> !line.startsWith("Z")).toList();
  }

  /** The directory of its networks and containers. */
  Path state() {
    return state;
  }

  private ProcessBuilder command(List<String> command) {
    List<String> whole = new ArrayList<>(before);
    if (ROOT) {
      whole.addAll(
          List.of(
              "/usr/bin/setpriv",
              "--reuid=" + number,
              "--regid=" + number,
              "--clear-groups",
              "--"));
    }
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole);
    builder.environment().putAll(environment);
    return builder;
  }

  /**
   * mini-docker, run by this user to its end: a process, unless a {@link CommandServer} will do.
   */
  Outcome miniDocker(String... args) throws Exception {
    return CommandClient.serves(args) ? client.execute(new byte[0], args) : miniDockerAlone(args);
  }

  /** The same as a process. */
  Outcome miniDockerAlone(String... args) throws Exception {
    return CommandLines.finish(command(CommandLines.miniDocker(args)).start(), new byte[0]);
  }

  /** Another program, run by this user to its end. */
  Outcome run(String... command) throws Exception {
    return CommandLines.finish(command(List.of(command)).start(), new byte[0]);
  }

  /** A command of a container in one of its networks. */
  Outcome in(String network, String command) throws Exception {
    return miniDocker("run", "--rm", "--network", network, "lab", "sh", "-c", command);
  }

  /** A container that goes on after it has printed {@code ready}. */
  Process starts(String... args) throws IOException {
    Process container = begins(args);
    PlayedHost.awaitLine(container, "ready");
    return container;
  }

  /** A container that need not have started. */
  Process begins(String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of("run", "--rm", "--init"));
    all.addAll(List.of(args));
    ProcessBuilder builder = command(CommandLines.miniDocker(all.toArray(String[]::new)));
    Process container = builder.redirectErrorStream(true).start();
    started.add(container);
    return container;
  }

  /** The same in one network, under this name, which does nothing. */
  Process idles(String network, String name) throws IOException {
    return starts("--network", network, "--name", name, "lab", "sh", "-c", "echo ready; sleep 90");
  }

  /** The process id of the first process of its container of this name. */
  long process(String container) throws Exception {
    return NotedProcess.of(state, container);
  }

  /** Ends it by this signal, and waits for its end. */
  static void end(Process process, String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, "" + process.pid()).inheritIO().start().waitFor();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end");
    }
  }

  /** Process ids of those that keep its networks, and live. */
  List<String> holders() throws IOException {
    Path directory = state.resolve("netns");
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> records = Files.list(directory)) {
      return records.map(record -> "" + record.getFileName()).filter(OrdinaryUser::lives).toList();
    }
  }

  private static boolean lives(String pid) {
    try {
      return !Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
    } catch (IOException e) {
      return false;
    }
  }

  /** What another program says that runs where its bridges are. */
  Outcome there(String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of("nsenter", "-t", holders().get(0), "--user"));
    all.addAll(List.of("--net", "--preserve-credentials", "--"));
    all.addAll(List.of(command));
    return run(all.toArray(String[]::new));
  }

  /** Ends all that it has started. */
  void endContainers() throws Exception {
    for (Process process : started) {
      if (process.isAlive()) {
        end(process, "TERM");
      }
    }
  }

  /** Removes all its networks. */
  void removeNetworks() throws Exception {
    for (String network : miniDocker("network", "ls", "-q").exitsWith(0).out().lines().toList()) {
      miniDocker("network", "rm", network).exitsWith(0);
    }
  }

  /** Ends all that it has started, and what serves it. */
  void end() throws Exception {
    endContainers();
    client.end();
  }
}
