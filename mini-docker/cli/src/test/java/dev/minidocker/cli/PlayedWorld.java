package dev.minidocker.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A network namespace that plays the world of a {@link PlayedHost}: it has a server of HTTP. */
final class PlayedWorld {
  /** The host's addresses at the wire between them; of RFC 5737 and RFC 3849. */
  static final String HOST = "192.0.2.1";

  static final String HOST6 = "2001:db8::1";
  static final String ADDRESS = "192.0.2.2";
  static final String ADDRESS6 = "2001:db8::2";

  private static final String BEGIN =
      """
      ip link set lo up
      echo ready
      read wire
      ip addr add %s/24 dev world
      ip addr add %s/64 dev world nodad
      ip link set world up
      busybox httpd -p 80 -h "$0"
      busybox httpd -p [::]:8080 -h "$0"
      echo ready
      exec cat
      """
          .formatted(ADDRESS, ADDRESS6);

  private final Process keeper;

  /**
   * @param folder what it serves
   * @param text of its first page
   */
  PlayedWorld(PlayedHost host, Path folder, String text) throws Exception {
    Files.writeString(folder.resolve("index.html"), text);
    List<String> command = List.of("unshare", "--net", "--pid", "--fork", "--kill-child");
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("sh", "-c", BEGIN, folder.toString()));
    keeper = new ProcessBuilder(all).redirectErrorStream(true).start();
    PlayedHost.awaitLine(keeper, "ready");
    String wire =
        """
        ip link add md-wire type veth peer name world netns %d
        ip addr add %s/24 dev md-wire
        ip addr add %s/64 dev md-wire nodad
        ip link set md-wire up
        """
            .formatted(keeper.pid(), HOST, HOST6);
    host.run("sh", "-e", "-c", wire).exitsWith(0);
    keeper.getOutputStream().write("wire\n".getBytes(StandardCharsets.UTF_8));
    keeper.getOutputStream().flush();
    PlayedHost.awaitLine(keeper, "ready");
  }

  /** What a server answers to somebody there. */
  Outcome fetch(String url) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("nsenter", "--net=/proc/" + keeper.pid() + "/ns/net", "--"));
    command.addAll(List.of("wget", "-q", "-O", "-", "-t", "1", "-T", "3", url));
    return CommandLines.run(command, new byte[0], Map.of());
  }

  /** Ends it; its processes go with its first. */
  void end() throws IOException, InterruptedException {
    keeper.getOutputStream().close();
    keeper.waitFor();
  }
}
