package dev.minidocker.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.CgroupTree;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Processes;
import dev.minidocker.linux.proc.CgroupMembership;
import dev.minidocker.linux.proc.Procfs;
import dev.minidocker.linux.proc.Snapshot;
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
 * What there is on this machine of what experiments make: mounts, namespaces, links, groups, System
 * V objects, processes, files, journals. First {@link #take}, then the experiment, then {@link
 * #awaitEndOfAll} and {@link #assertUnchanged}.
 *
 * <p>Others use the machine meanwhile. Mounts and links are those in {@link OwnNamespaces}; a group
 * or a System V object may be another's, and must go within the time that a teardown takes.
 */
final class MachineState {
  private static final Duration TEARDOWN = Duration.ofSeconds(10);
  private static final int PAUSE_MILLIS = 20;

  private final Path state;
  private final OwnNamespaces place;
  private final Snapshot holdings;
  private final Set<String> shared;
  private final Set<String> groups = groups();
  private final Set<Long> processes;

  private MachineState(Path state, OwnNamespaces place, Snapshot holdings) throws IOException {
    this.state = state;
    this.place = place;
    this.holdings = holdings;
    this.shared = shared();
    this.processes =
        ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  /**
   * What there is now.
   *
   * @param state where the lab command keeps what it knows
   * @param place where it runs
   * @param directories whose files count, too
   */
  static MachineState take(Path state, OwnNamespaces place, Path... directories)
      throws IOException {
    return new MachineState(state, place, Snapshot.take(directories));
  }

  /** All that came since has gone, or goes within 10 s, and no journal claims anything. */
  void assertUnchanged(String context) throws Exception {
    long deadline = System.nanoTime() + TEARDOWN.toNanos();
    Set<String> left = left();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE_MILLIS);
      left.retainAll(left()); // what came later is another's
    }
    assertEquals(Set.of(), left, context);
    assertEquals(List.of(), journals(state), context);
  }

  private Set<String> left() throws IOException {
    Set<String> left = shared();
    left.removeAll(shared);
    holdings.leaks().stream().filter(line -> !isInNamespacesOfOthers(line)).forEach(left::add);
    return left;
  }

  /** What this process sees by being where all others are. */
  private static boolean isInNamespacesOfOthers(String line) {
    return line.startsWith("mount ")
        || line.startsWith("network link ")
        || line.contains(", held by the mount at ");
  }

  private Set<String> shared() throws IOException {
    Set<String> shared = groups();
    shared.addAll(objects());
    shared.addAll(place.content());
    return shared;
  }

  /** The groups that were not there before. */
  Set<String> newGroups() throws IOException {
    Set<String> more = groups();
    more.removeAll(groups);
    return more;
  }

  /** The keys and identifiers in the host's IPC namespace, which no process needs to keep. */
  private static Set<String> objects() throws IOException {
    Set<String> objects = new TreeSet<>();
    for (String kind : List.of("shm", "sem", "msg")) {
      Files.readAllLines(Path.of("/proc/sysvipc", kind)).stream()
          .map(line -> kind + " " + line.strip().replaceFirst("^(\\S+\\s+\\S+).*", "$1"))
          .forEach(objects::add);
    }
    return objects;
  }

  private static Set<String> groups() throws IOException {
    Set<Path> places = new TreeSet<>();
    CgroupTree.writable().forEach(tree -> places.add(tree.directory()));
    Procfs.HOST.self().mounts().stream()
        .filter(mount -> mount.type().startsWith("cgroup"))
        .map(mount -> Path.of(mount.mountPoint(), "mini-docker"))
        .filter(Files::isDirectory)
        .forEach(places::add);
    Set<String> groups = new TreeSet<>();
    for (Path place : places) {
      try (Stream<Path> children = Files.list(place)) {
        children.map(Path::toString).filter(path -> path.contains("/md-")).forEach(groups::add);
      }
    }
    return groups;
  }

  static List<Path> journals(Path state) throws IOException {
    Path home = state.resolve("mini-docker").resolve("labs.running");
    if (!Files.exists(home)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(home)) {
      return files.toList();
    }
  }

  /** Every process that came since ends by itself, but those that are frozen. */
  void awaitEndOfAll(String context) {
    List<Integer> living = newProcesses();
    while (!living.isEmpty()) { // one may have started another just before its end
      living.forEach(pid -> awaitEnd(pid, context));
      living = newProcesses();
    }
  }

  private List<Integer> newProcesses() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .filter(pid -> !processes.contains(pid))
        .map(Long::intValue)
        .filter(pid -> !isFrozen(pid))
        .toList();
  }

  private static void awaitEnd(int pid, String context) {
    try (Fd process = Processes.open(pid)) {
      assertTrue(Processes.awaitEnd(process, TEARDOWN), () -> context + ": lives: " + pid);
      Processes.waitFor(pid);
    } catch (ErrnoException e) { // its own parent may have reaped it
      assertTrue(Set.of(Errno.ESRCH, Errno.ECHILD).contains(e.errno()), e::toString);
    }
  }

  private static boolean isFrozen(int pid) {
    try {
      return Procfs.HOST.process(pid).cgroups().stream()
          .filter(membership -> membership.controllers().contains("freezer"))
          .flatMap(MachineState::directories)
          .map(directory -> directory.resolve("freezer.state"))
          .anyMatch(MachineState::saysFrozen);
    } catch (UncheckedIOException e) {
      return false; // it has ended
    }
  }

  private static Stream<Path> directories(CgroupMembership membership) {
    return Procfs.HOST.self().mounts().stream()
        .filter(membership::isShownBy)
        .map(mount -> Path.of(mount.mountPoint() + membership.path()));
  }

  private static boolean saysFrozen(Path file) {
    try {
      return Files.exists(file) && Files.readString(file).strip().equals("FROZEN");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
