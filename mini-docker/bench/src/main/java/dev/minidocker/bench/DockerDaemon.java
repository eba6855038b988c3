package dev.minidocker.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Docker's daemon at a host that is played, with a data directory, mounts and processes of its own;
 * what it makes of control groups is below one, which is removed with it.
 */
final class DockerDaemon implements AutoCloseable {
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final int PATIENCE_SECONDS = 60;
  private static final String START =
      """
      for directory in /run /etc/docker /dev/shm; do
        mount -t tmpfs tmpfs $directory || exit 1
      done
      exec dockerd --exec-root=/run/docker-exec --pidfile=/run/pid --cgroup-parent="/$1" \\
        --data-root="$0/data" --host="unix://$0/socket"
      """;

  private final String group = "md-bench-" + ProcessHandle.current().pid();
  private final Path folder;
  private final Process process;

  /**
   * @param folder what it writes is there
   */
  DockerDaemon(PlayedHost host, Path folder) {
    this.folder = folder;
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork"));
    command.addAll(List.of("--kill-child", "--mount-proc", "--propagation=private"));
    command.addAll(List.of("sh", "-c", START, folder.toString(), group));
    process = Processes.begin(host.here(command), folder.resolve("log"));
    awaitAnswer();
  }

  private void awaitAnswer() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    List<String> version = new ArrayList<>(docker());
    version.add("version");
    while (Processes.end(version).code() != 0) {
      if (!process.isAlive() || System.nanoTime() > end) {
        close();
        throw new IllegalStateException("dockerd does not answer: see " + folder.resolve("log"));
      }
    }
  }

  /** The command that speaks with it, without arguments. */
  List<String> docker() {
    return List.of("docker", "--host", "unix://" + folder.resolve("socket"));
  }

  /** The daemon heeds a signal, and takes all along; {@code unshare} in front of it does not. */
  @Override
  public void close() {
    process.children().forEach(ProcessHandle::destroy);
    process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    process.destroyForcibly().onExit().join();
    try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(GROUPS)) {
      for (Path hierarchy : hierarchies) {
        Files.deleteIfExists(hierarchy.resolve(group));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a control group of docker's stays", e);
    }
  }
}
