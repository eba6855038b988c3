package dev.minidocker.labkit.leaks;

import dev.minidocker.labkit.StateHome;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Flock;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an experiment makes outside of its own namespaces, written down before it is made: a file,
 * on which the JVM holds a lock while the experiment runs. The kernel gives that back however the
 * JVM ends, so that a journal without a lock is one that a killed experiment left; flock(2).
 *
 * <p>Its first line names the experiment, each further line a {@link Trace}, in the order of their
 * making. What is not a whole line was not made yet.
 */
public final class Journal implements AutoCloseable {
  private static final String SUFFIX = ".journal";

  /** What was to be made was not written down, and so must not be made. */
  public static final class NotWritten extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    NotWritten(IOException cause) {
      super(cause);
    }
  }

  private final Path file;
  private final Fd lock;

  private Journal(Path file, Fd lock) {
    this.file = file;
    this.lock = lock;
  }

  /** Where this user's journals are. */
  public static Path home(Map<String, String> environment) {
    return StateHome.of(environment)
        .orElse(
            Path.of(
                System.getProperty("java.io.tmpdir"), "mini-docker-" + Kernel.call(Syscall.GETUID)))
        .resolve("labs.running");
  }

  /**
   * Begins a journal.
   *
   * @throws NotWritten if it cannot be written
   */
  public static Journal begin(Path home, String experiment) {
    try {
      StateHome.requireOwn(home);
      Files.createDirectories(home);
      Optional<Journal> journal = Optional.empty();
      while (journal.isEmpty()) { // a restoration may have taken the empty file for a left one
        journal = lock(Files.createTempFile(home, "", SUFFIX));
      }
      journal.get().append(experiment);
      return journal.get();
    } catch (IOException e) {
      throw new NotWritten(e);
    }
  }

  /**
   * To be called before the trace is made.
   *
   * @throws NotWritten if it cannot be written
   */
  public void record(Trace trace) {
    append(trace.line());
  }

  private void append(String line) {
    if (line.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("an end of line in what is to be one: " + line);
    }
    try {
      Files.writeString(file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new NotWritten(e);
    }
  }

  /** All journals of this user, whether or not their experiments still run. */
  static List<Path> all(Path home) throws IOException {
    if (!Files.isDirectory(home)) {
      return List.of();
    }
    StateHome.requireOwn(home);
    try (Stream<Path> files = Files.list(home)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /** The journal, locked from now on; nothing if its experiment still runs, or has just ended. */
  static Optional<Journal> lock(Path file) {
    Fd fd;
    try {
      fd = Fd.open(file.toString(), OpenFlag.of(OpenFlag.O_NOFOLLOW), 0);
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
    if (Flock.EXCLUSIVE.tryOn(fd) && Files.exists(file)) {
      return Optional.of(new Journal(file, fd));
    }
    fd.close();
    return Optional.empty();
  }

  /** What it says: the experiment, and its traces, the latest first. */
  record Content(String experiment, List<Trace> traces, List<String> unknown) {

    static Content of(String text) {
      List<String> lines = new ArrayList<>(text.lines().toList());
      if (!text.endsWith("\n") && !lines.isEmpty()) {
        lines.remove(lines.size() - 1); // it was killed while it wrote, and before it made it
      }
      String experiment = lines.isEmpty() ? "an experiment" : lines.remove(0);
      List<Trace> traces = new ArrayList<>();
      List<String> unknown = new ArrayList<>();
      for (String line : lines) {
        Trace.parse(line).ifPresentOrElse(trace -> traces.add(0, trace), () -> unknown.add(line));
      }
      return new Content(experiment, traces, unknown);
    }
  }

  static Content read(Path file) throws IOException {
    try {
      return Content.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Content.of(""); // its experiment has just ended
    }
  }

  Path file() {
    return file;
  }

  /** Nothing is left of what it names. */
  public void done() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new NotWritten(e);
    }
  }

  /** Gives back the lock; a journal that is not {@link #done} stays for {@link Restoration}. */
  @Override
  public void close() {
    lock.close();
  }
}
