package dev.minidocker.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server of iperf3 in a container at an engine's default bridge, its port published; and who
 * sends to it. A sample is the time until it has received all, as iperf3 says.
 */
final class IperfServer implements AutoCloseable {
  private static final String IMAGE = "md-bench-iperf3";
  private static final String CONTAINER = "172.17.0.2"; // the first of the first network
  private static final int PATIENCE_SECONDS = 60;
  private static final Pattern RECEIVED =
      Pattern.compile("\"sum_received\":\\s*\\{[^}]*\"seconds\":\\s*([0-9.]+)");

  private final String engine;
  private final PlayedHost host;
  private final List<String> command;
  private final Path root;
  private final String bytes;
  private final Process server;

  /**
   * @param engine its name
   * @param command that starts it, without arguments
   * @param archive a root file system with iperf3
   * @param root the same, unpacked, for those outside of containers
   * @param bytes how many are sent, as iperf3 has it
   */
  IperfServer(
      String engine, PlayedHost host, List<String> command, Path archive, Path root, String bytes) {
    this.engine = engine;
    this.host = host;
    this.command = command;
    this.root = root;
    this.bytes = bytes;
    Processes.said(engine("import", archive.toString(), IMAGE));
    List<String> serve =
        engine("run", "--rm", "--init", "-p", "5201:5201", IMAGE, "iperf3", "--server");
    server = Processes.begin(serve, root.resolveSibling(engine + ".log"));
    awaitAnswer();
  }

  private List<String> engine(String... arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    return host.here(all);
  }

  private void awaitAnswer() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    Processes.Ended answer = Processes.end(host.here(unpacked("1K")));
    while (answer.code() != 0) {
      if (!server.isAlive() || System.nanoTime() > end) {
        close();
        throw new IllegalStateException(
            "iperf3 in " + engine + " does not answer: " + answer.said());
      }
      answer = Processes.end(host.here(unpacked("1K")));
    }
  }

  private List<String> unpacked(String much) {
    List<String> all = new ArrayList<>(List.of("chroot", root.toString()));
    all.addAll(client(PlayedHost.ADDRESS, much));
    return all;
  }

  private static List<String> client(String server, String bytes) {
    return List.of("iperf3", "--client", server, "--bytes", bytes, "--json");
  }

  /** From a container at the same bridge. */
  Contender fromContainer() {
    List<String> all = new ArrayList<>(List.of("run", "--rm", IMAGE));
    if (engine.equals("mini-docker")) {
      all = new ArrayList<>(List.of("run", "--rm", "--network", "bridge", IMAGE));
    }
    all.addAll(client(CONTAINER, bytes));
    return contender(engine(all.toArray(String[]::new)));
  }

  /** From the host, through the published port, by an address that is not the loopback's. */
  Contender fromHost() {
    return contender(host.here(unpacked(bytes)));
  }

  /** From another network namespace, through the published port. */
  Contender fromOutside() {
    return contender(host.outside(unpacked(bytes)));
  }

  private Contender contender(List<String> sending) {
    return new Contender() {
      @Override
      public String name() {
        return engine;
      }

      @Override
      public long sample() {
        return receivedNanos(Processes.said(sending));
      }
    };
  }

  /** How long it took to receive all. */
  static long receivedNanos(String json) {
    Matcher seconds = RECEIVED.matcher(json);
    if (!seconds.find()) {
      throw new IllegalStateException("iperf3 says of no receiver: " + json);
    }
    return (long) (Double.parseDouble(seconds.group(1)) * 1e9);
  }

  @Override
  public void close() {
    Processes.end(server);
  }
}
