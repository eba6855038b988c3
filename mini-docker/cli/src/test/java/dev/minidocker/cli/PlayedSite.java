package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.cli.PlayedHost.RunningProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Three hosts at a switch, and etcd at the switch; all are network namespaces. */
final class PlayedSite {
  static final int HOSTS = 3;
  static final String ETCD = "http://10.9.0.254:2379";

  private static final String SWITCH = "switch";
  private static final int PATIENCE_MILLIS = 30_000;

  private final Path directory;
  private final PlayedHost center;
  private final List<PlayedHost> hosts = new ArrayList<>();
  private RunningProcess etcd;

  /**
   * @param directory for what hosts and etcd keep
   */
  PlayedSite(Path directory) throws Exception {
    this.directory = directory;
    center = new PlayedHost(directory.resolve("center"));
    center.run("ip", "link", "add", SWITCH, "up", "type", "bridge").exitsWith(0);
    center.run("ip", "addr", "add", "10.9.0.254/24", "dev", SWITCH).exitsWith(0);
    for (int i = 1; i <= HOSTS; i++) {
      PlayedHost host = new PlayedHost(directory.resolve("host" + i));
      hosts.add(host);
      center.cable(host, wire(i));
      center.run("ip", "link", "set", wire(i), "master", SWITCH).exitsWith(0);
      host.run("ip", "addr", "add", address(i) + "/24", "dev", wire(i)).exitsWith(0);
    }
    startEtcd();
  }

  private static String wire(int host) {
    return "wire" + host;
  }

  /** Of a host, 1 to {@link #HOSTS}, at the switch. */
  static String address(int host) {
    return "10.9.0." + host;
  }

  PlayedHost host(int number) {
    return hosts.get(number - 1);
  }

  /** The hardware addresses that the switch has seen. */
  String seenAtSwitch() throws Exception {
    return center.run("bridge", "fdb", "show", "br", SWITCH).exitsWith(0).out();
  }

  /** Pulls a host's cable, or plugs it in again. */
  void plug(int host, boolean in) throws Exception {
    center.run("ip", "link", "set", wire(host), in ? "up" : "down").exitsWith(0);
  }

  void startEtcd() throws Exception {
    String command =
        "etcd --data-dir %s --listen-client-urls %s --advertise-client-urls %s"
            .formatted(directory.resolve("etcd"), ETCD, ETCD);
    etcd = center.begins(directory.resolve("etcd.log"), List.of(command.split(" ", -1)));
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (ctl("endpoint", "health").code() != 0) {
      assertTrue(System.currentTimeMillis() < end, "etcd does not answer");
    }
  }

  void stopEtcd() throws Exception {
    etcd.end("TERM");
  }

  /** What etcdctl says. */
  Outcome ctl(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("env", "ETCDCTL_API=3", "etcdctl", "--endpoints", ETCD));
    command.addAll(List.of(arguments));
    return center.run(command.toArray(String[]::new));
  }

  /** All keys of etcd. */
  List<String> keys() throws Exception {
    return ctl("get", "--prefix", "--keys-only", "/")
        .exitsWith(0)
        .out()
        .lines()
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** Something at the switch that is no etcd. */
  void startWebServer(int port) throws IOException {
    center.begins(
        directory.resolve("web.log"),
        List.of("busybox", "httpd", "-f", "-p", "10.9.0.254:" + port, "-h", directory.toString()));
  }

  void end() throws Exception {
    for (PlayedHost host : hosts) {
      host.end();
    }
    center.end();
  }
}
