package dev.minidocker.linux.proc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What this process holds at one moment of what an experiment could leave behind: mounts in its
 * mount namespace, namespaces (its own, its descendants', and those that it keeps by a descriptor
 * or a mount), descendant processes, zombies included, descriptors, network links named {@code
 * md…}, and files below given directories, which may be in a cgroup file system.
 *
 * <p>First {@link #take}, then the experiment, then {@link #assertNothingLeaked}. Other processes
 * of the machine may come and go meanwhile; only mounts and links are shared with them.
 *
 * <p>What it cannot see: a namespace that the kernel itself still takes down, and a process whose
 * parent has ended, unless {@code Processes.adoptOrphans} was called before.
 */
public final class Snapshot {
  private static final Duration TEARDOWN = Duration.ofSeconds(10);
  private static final int FIRST_PAUSE_MILLIS = 5;
  private static final int LONGEST_PAUSE_MILLIS = 200;

  private final List<Path> directories;
  private final Map<String, String> holdings;

  private Snapshot(List<Path> directories) {
    this.directories = directories;
    this.holdings = Holdings.of(directories);
  }

  /** What is held now; of files, those below {@code directories}, which need not exist yet. */
  public static Snapshot take(Path... directories) {
    return new Snapshot(Arrays.stream(directories).map(Path::toAbsolutePath).toList());
  }

  /**
   * What is held now and was not when this snapshot was taken, one line each; for a moment also
   * what the virtual machine itself reads.
   */
  public List<String> leaks() {
    Map<String, String> now = Holdings.of(directories);
    now.keySet().removeAll(holdings.keySet());
    // of a directory that is left, what is in it need not be told too
    List<String> lines = new ArrayList<>(now.values());
    now.keySet().stream()
        .filter(key -> Holdings.isInside(key, now.keySet()))
        .forEach(key -> lines.remove(now.get(key)));
    return lines;
  }

  /** {@link #assertNothingLeaked(Duration)}, with the time that a busy kernel may need. */
  public void assertNothingLeaked() {
    assertNothingLeaked(TEARDOWN);
  }

  /**
   * Waits until everything that came since this snapshot has gone; the kernel takes down network
   * namespaces, and what is in them, some time after their last process.
   *
   * @throws AssertionError naming what is still there when {@code patience} is over
   */
  public void assertNothingLeaked(Duration patience) {
    List<String> leaks = lastingLeaks(patience);
    if (!leaks.isEmpty()) {
      throw new AssertionError("left behind:\n  " + String.join("\n  ", leaks));
    }
  }

  /** {@link #lastingLeaks(Duration)}, with the time that a busy kernel may need. */
  public List<String> lastingLeaks() {
    return lastingLeaks(TEARDOWN);
  }

  /** The {@link #leaks} that are still there when {@code patience} is over; none, if they go. */
  public List<String> lastingLeaks(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    int pauseMillis = FIRST_PAUSE_MILLIS;
    List<String> leaks = leaks();
    while (!leaks.isEmpty() && System.nanoTime() < deadline) {
      pause(pauseMillis);
      pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
      leaks = leaks();
    }
    return leaks;
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the kernel", e);
    }
  }
}
