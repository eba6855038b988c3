package dev.minidocker.labkit;

import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The host's side of an experiment: where this JVM lives, and the container seen from there.
 *
 * @param pid the container's first process, or another of its processes, as the host numbers it
 */
public record Host(int pid) {

  private static final int SIGKILL = 9;

  /** The answer to every question about a process that is no more. */
  public static final String GONE = "no such process";

  /** The host's own host name; proc(5). */
  public String hostName() {
    return read(Path.of("/proc/sys/kernel/hostname"));
  }

  /** The host's own NIS domain name; proc(5). */
  public String domainName() {
    return read(Path.of("/proc/sys/kernel/domainname"));
  }

  /** A file of {@code /proc} that is not about one process, as the JVM sees it. */
  public String machine(String name) {
    return read(Path.of("/proc", name));
  }

  /** The JVM's own namespace of this kind, as in {@code uts:[4026531838]}. */
  public String ownNamespace(String kind) {
    return link(Path.of("/proc/thread-self/ns", kind));
  }

  /** The container's namespace of this kind, as the host sees it. */
  public String namespace(String kind) {
    return link(process().resolve("ns").resolve(kind));
  }

  /** A line of the container's {@code /proc/PID/status}; proc_pid_status(5). */
  public String status(String field) {
    return read(process().resolve("status"))
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .map(line -> line.substring(field.length() + 1).strip())
        .findFirst()
        .orElse(GONE);
  }

  /** The processes whose parent is the container's first; proc_tid_children(5). */
  public List<Host> children() {
    String children = file("task/" + pid + "/children");
    return children.isEmpty() || children.equals(GONE)
        ? List.of()
        : Arrays.stream(children.split(" ", -1)).map(Integer::valueOf).map(Host::new).toList();
  }

  /** A file of the container's {@code /proc/PID}. */
  public String file(String name) {
    return read(process().resolve(name));
  }

  /**
   * Sends a signal to the container's first process, kill(2).
   *
   * @throws ErrnoException ESRCH if it has ended and was reaped
   */
  public void signal(int signal) {
    try (Fd process = Processes.open(pid)) {
      Processes.signal(process, signal);
    }
  }

  /**
   * Kills the container's first process, and waits for its end; the kernel lets it end after all
   * others of its PID namespace.
   *
   * @throws ErrnoException ESRCH if it has ended and was reaped
   * @throws IllegalStateException if it has not ended after five seconds
   */
  public void kill() {
    try (Fd process = Processes.open(pid)) {
      Processes.signal(process, SIGKILL);
      if (!Processes.awaitEnd(process, Duration.ofSeconds(5))) {
        throw new IllegalStateException("process " + pid + " was killed and lives");
      }
    }
  }

  private Path process() {
    return Path.of("/proc", Integer.toString(pid));
  }

  private static String read(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      // in large pieces: of a parameter that is a number, a second piece would be empty
      return new String(content.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    } catch (NoSuchFileException e) {
      return GONE;
    } catch (IOException e) {
      return refusal(e);
    }
  }

  private static String link(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (NoSuchFileException e) {
      return GONE;
    } catch (IOException e) {
      return refusal(e);
    }
  }

  /** ESRCH comes when a process ends while it is looked at; the rest is shown as it is. */
  private static String refusal(IOException e) {
    return String.valueOf(e.getMessage()).contains("No such process") ? GONE : e.toString();
  }
}
