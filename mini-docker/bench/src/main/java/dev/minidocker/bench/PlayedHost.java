package dev.minidocker.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Two network namespaces with a wire between them: one plays a host, the other the world. */
final class PlayedHost implements AutoCloseable {
  /** Of the host, at the wire. */
  static final String ADDRESS = "192.0.2.1";

  private static final String WIRE =
      """
      ip link add md-wire type veth peer name md-wire netns %1$d
      ip addr add %2$s/24 dev md-wire
      ip link set md-wire up
      nsenter --net=/proc/%1$d/ns/net ip addr add 192.0.2.2/24 dev md-wire
      nsenter --net=/proc/%1$d/ns/net ip link set md-wire up
      """;

  private final Process host = namespace();
  private final Process world = namespace();

  PlayedHost() {
    String wire = WIRE.formatted(world.pid(), ADDRESS);
    Processes.said(here(List.of("sh", "-e", "-c", wire)));
  }

  private static Process namespace() {
    String keeper = "ip link set lo up && echo ready && exec cat";
    try {
      Process process =
          new ProcessBuilder("unshare", "--net", "--kill-child", "sh", "-c", keeper)
              .redirectErrorStream(true)
              .start();
      String line =
          new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      if (!"ready".equals(line)) {
        throw new IllegalStateException("no network namespace can be made: " + line);
      }
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run unshare", e);
    }
  }

  /** The command line that runs a command at the host. */
  List<String> here(List<String> command) {
    return in(host, command);
  }

  /** The command line that runs a command in the world. */
  List<String> outside(List<String> command) {
    return in(world, command);
  }

  private static List<String> in(Process keeper, List<String> command) {
    List<String> all =
        new ArrayList<>(List.of("nsenter", "--net=/proc/" + keeper.pid() + "/ns/net", "--"));
    all.addAll(command);
    return all;
  }

  @Override
  public void close() {
    for (Process keeper : List.of(world, host)) {
      try {
        keeper.getOutputStream().close(); // its cat ends, and the namespace with it
        keeper.waitFor();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("a network namespace does not end", e);
      }
    }
  }
}
