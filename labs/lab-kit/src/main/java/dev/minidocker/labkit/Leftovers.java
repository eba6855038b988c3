package dev.minidocker.labkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this JVM holds of the kernel at one moment: its child processes, the host's mounts, its open
 * files. An experiment that leaves more behind than it found has a leak.
 *
 * @param held one line for each thing held
 */
public record Leftovers(Set<String> held) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  public Leftovers {
    held = Set.copyOf(held);
  }

  public static Leftovers now() {
    Set<String> held = new TreeSet<>();
    held.addAll(lines("process", children()));
    held.addAll(lines("mount", read("/proc/self/mountinfo")));
    held.addAll(lines("open file", descriptors()));
    return new Leftovers(held);
  }

  /**
   * What is there now and was not then. The kernel tears some things down in its own time, so that
   * this waits, up to ten seconds, for a difference to go away.
   */
  public List<String> differences() {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Set<String> more = new TreeSet<>(now().held());
      more.removeAll(held);
      if (more.isEmpty() || System.nanoTime() > giveUp) {
        return List.copyOf(more);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the kernel to tear down", e);
    }
  }

  private static Set<String> lines(String what, Stream<String> lines) {
    return lines.map(line -> what + " " + line).collect(Collectors.toSet());
  }

  private static Stream<String> children() {
    return ProcessHandle.current().children().map(child -> Long.toString(child.pid()));
  }

  private static Stream<String> read(String file) {
    try {
      return Files.readAllLines(Path.of(file)).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Pipes, sockets and memory files only: the JVM opens jars when it pleases. */
  private static Stream<String> descriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open
          .flatMap(Leftovers::target)
          .filter(target -> target.matches("(pipe|socket|anon_inode|/memfd|ns/|.*:\\[).*"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing for the descriptor by which the directory itself is read: it is gone when asked. */
  private static Stream<String> target(Path link) {
    try {
      return Stream.of(Files.readSymbolicLink(link).toString());
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
