package dev.minidocker.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.CgroupTree;
import dev.minidocker.labkit.Lab;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Processes;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.proc.CgroupMembership;
import dev.minidocker.linux.proc.Procfs;
import dev.minidocker.linux.proc.Snapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SIGKILL to a JVM that runs experiments, at any of its lines; lab restore; all is as before. */
@Requires(Need.NAMESPACES)
class KilledLabIT {
  private static final int KILLS = Math.min(2 * Integer.getInteger("thorough", 1), 100);
  private static final int ATTEMPTS = 20;
  private static final Duration TEARDOWN = Duration.ofSeconds(10);
  private static final int PR_SET_CHILD_SUBREAPER = 36;

  @TempDir Path state;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  static Stream<String> topics() {
    return Lab.all().stream().map(Lab::topic);
  }

  /** What a killed JVM leaves behind belongs to this one then, and is seen. */
  @BeforeAll
  static void adoptOrphans() {
    Processes.adoptOrphans();
  }

  @AfterAll
  static void adoptNoMore() {
    Kernel.call(Syscall.PRCTL, PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
  }

  @ParameterizedTest
  @MethodSource("topics")
  void killedAtAnyLineAndRestoredTheMachineIsAsBefore(String topic) throws Exception {
    Path temporary = Files.createDirectory(state.resolve("tmp"));
    int lines = Command.run(state, run(topic, temporary)).text().lines().toList().size();
    for (int i = 0; i < KILLS; i++) {
      int line = 1 + random.nextInt(lines);
      String context = topic + ", killed at line " + line + " of " + lines + ", seed " + seed;
      Snapshot before = Snapshot.take(temporary);
      Set<String> groups = groups();
      killAtLine(line, run(topic, temporary));
      awaitEndOfAll(context);
      Command.Outcome restored = Command.run(state, Command.lab("restore"));
      assertFalse(restored.text().contains("not touched:"), () -> context + restored);
      awaitEndOfAll(context);
      before.assertNothingLeaked();
      assertSameGroups(groups, context);
      assertEquals(List.of(), journals(), context);
    }
  }

  /** As bin/lab starts it: without a file about the JVM's own performance. */
  private static List<String> run(String topic, Path temporary) {
    List<String> command = Command.lab("run", topic, "--auto");
    command.addAll(1, List.of("-XX:-UsePerfData", "-Djava.io.tmpdir=" + temporary, "-Xshare:auto"));
    return command;
  }

  @Test
  @Requires(Need.CGROUP_TREE)
  void groupsThatAKilledExperimentLeftAreListedAndRemoved() throws Exception {
    Path temporary = Files.createDirectory(state.resolve("tmp"));
    Set<String> left = new TreeSet<>();
    for (int i = 0; i < ATTEMPTS && left.isEmpty(); i++) {
      Set<String> before = groups();
      Predicate<String> made = line -> line.contains("mkdirat(");
      killAtText(made, run("cgroups/moved", temporary));
      awaitEndOfAll("cgroups");
      left = groups();
      left.removeAll(before);
      left.removeIf(group -> !journaled(group));
    }
    assertEquals(1, left.size(), "killed in time");
    String group = left.iterator().next();
    Command.Outcome leaks = Command.run(state, Command.lab("leaks")).exitsWith(1);
    leaks.shows("cgroup " + group + ", of cgroups/moved", "lab restore");
    Command.run(state, Command.lab("restore")).shows("✓ removed cgroup " + group);
    assertFalse(Files.exists(Path.of(group)));
    assertEquals(List.of(), journals());
  }

  /** In version 1, a frozen process does not even take SIGKILL. */
  @Test
  @Requires({Need.ROOT, Need.CGROUP_TREE})
  void whatAKilledExperimentFrozeIsThawedSoThatItEnds() throws Exception {
    Path temporary = Files.createDirectory(state.resolve("tmp"));
    Set<String> before = groups();
    Snapshot processes = Snapshot.take(temporary);
    killAtText(line -> line.contains("it stands still"), run("cgroups/freezer", temporary));
    awaitEndOfAll("cgroups/freezer");
    Command.run(state, Command.lab("restore")).shows("✓ removed cgroup ");
    awaitEndOfAll("cgroups/freezer, restored");
    processes.assertNothingLeaked();
    assertSameGroups(before, "cgroups/freezer");
    assertEquals(List.of(), journals());
  }

  private boolean journaled(String group) {
    try {
      for (Path journal : journals()) {
        if (Files.readString(journal).contains(group + "\n")) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void killAtLine(int line, List<String> command) throws Exception {
    int[] read = {0};
    killAtText(text -> ++read[0] == line, command);
  }

  private void killAtText(Predicate<String> moment, List<String> command) throws Exception {
    Process process = Command.start(state, command);
    try (BufferedReader output = process.inputReader()) {
      String line = output.readLine();
      while (line != null && !moment.test(line)) {
        line = output.readLine(); // it goes on while this reads
      }
      Thread.sleep(0, random.nextInt(1_000_000));
      process.destroyForcibly().waitFor();
    }
  }

  /** Every process that it had started ends by itself, but those that are frozen. */
  private static void awaitEndOfAll(String context) {
    for (ProcessHandle handle : ProcessHandle.current().descendants().toList()) {
      int pid = (int) handle.pid();
      if (isFrozen(pid)) {
        continue;
      }
      try (Fd process = Processes.open(pid)) {
        assertTrue(Processes.awaitEnd(process, TEARDOWN), () -> context + ": lives: " + pid);
        Processes.waitFor(pid);
      } catch (ErrnoException e) {
        assertTrue(Set.of(Errno.ESRCH, Errno.ECHILD).contains(e.errno()), e::toString);
      }
    }
  }

  private static boolean isFrozen(int pid) {
    try {
      return Procfs.HOST.process(pid).cgroups().stream()
          .filter(membership -> membership.controllers().contains("freezer"))
          .flatMap(KilledLabIT::directories)
          .map(directory -> directory.resolve("freezer.state"))
          .anyMatch(KilledLabIT::saysFrozen);
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

  private List<Path> journals() throws IOException {
    Path home = state.resolve("mini-docker").resolve("labs.running");
    if (!Files.exists(home)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(home)) {
      return files.toList();
    }
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

  /** Others may make groups meanwhile, and remove them. */
  private static void assertSameGroups(Set<String> before, String context) throws Exception {
    Set<String> left = groups();
    left.removeAll(before);
    long deadline = System.nanoTime() + TEARDOWN.toNanos();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(100);
      left.retainAll(groups());
    }
    assertEquals(Set.of(), left, context);
  }
}
