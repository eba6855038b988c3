package dev.minidocker.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Docker's daemon in namespaces of its own, so that nothing of it stays: what it mounts goes with
 * its mount namespace, whoever it starts goes with its process namespace, and what it writes is in
 * one folder. Where containers are started, control groups are made, which {@link #close} leaves to
 * whoever named their parent.
 */
record LocalDockerd(Process process, Path folder) implements AutoCloseable {
  private static final String START =
      """
      for directory in /run /etc/docker /dev/shm; do
        mount -t tmpfs tmpfs $directory || exit 1
      done
      exec dockerd --exec-root=/run/docker-exec --pidfile=/run/pid \\
        --data-root="$0/data" --host="unix://$0/socket" "$@"
      """;

  private static final List<String> NO_NETWORKS =
      List.of(
          "--bridge=none",
          "--iptables=false",
          "--ip6tables=false",
          "--ip-forward=false",
          "--ip-masq=false");

  static LocalDockerd open(Path folder) throws Exception {
    return start(List.of("unshare", "--net"), folder, NO_NETWORKS);
  }

  /** With its networks at a host that is played; its containers may run, in a group of theirs. */
  static LocalDockerd at(PlayedHost host, Path folder, String group) throws Exception {
    return start(host.here(List.of("unshare")), folder, List.of("--cgroup-parent=/" + group));
  }

  private static LocalDockerd start(List<String> unshare, Path folder, List<String> options)
      throws Exception {
    List<String> command = new ArrayList<>(unshare);
    command.addAll(List.of("--mount", "--pid", "--fork", "--kill-child", "--mount-proc"));
    command.addAll(List.of("--propagation=private", "sh", "-c", START, folder.toString()));
    command.addAll(options);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    LocalDockerd dockerd = new LocalDockerd(process, folder);
    dockerd.awaitAnswer();
    return dockerd;
  }

  private void awaitAnswer() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!Files.exists(folder.resolve("socket")) || call("version").code() != 0) {
      if (!process.isAlive() || System.nanoTime() > end) {
        close();
        throw new AssertionError(
            "dockerd does not answer: " + Files.readString(folder.resolve("log")));
      }
      Thread.sleep(50);
    }
  }

  /** What docker's command answers; it must succeed. */
  String docker(String... args) throws Exception {
    return call(args).exitsWith(0).out().strip();
  }

  Outcome call(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(args));
    Map<String, String> environment =
        Map.of(
            "DOCKER_HOST",
            "unix://" + folder.resolve("socket"),
            "DOCKER_CONFIG",
            folder.resolve("client").toString(),
            "DOCKER_BUILDKIT", // would need a container
            "0");
    return CommandLines.run(command, new byte[0], environment);
  }

  /**
   * {@code unshare} heeds no signal while it waits; the daemon itself does, and takes all along.
   */
  @Override
  public void close() {
    process.children().forEach(ProcessHandle::destroy);
    process.onExit().completeOnTimeout(null, 30, TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
  }
}
