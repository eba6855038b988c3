package dev.minidocker.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Processes;
import dev.minidocker.linux.Syscall;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What experiments leave when they are killed at moments that matter, and what lab does then. */
@Requires({Need.NAMESPACES, Need.CGROUP_TREE})
class KilledLabIT {
  private static final int ATTEMPTS = 20;
  private static final int PR_SET_CHILD_SUBREAPER = 36;

  @TempDir Path state;

  private final Random random = new Random();

  @AutoClose private final OwnNamespaces namespaces = OwnNamespaces.make();

  /** What a killed JVM leaves behind belongs to this one then, and is seen. */
  @BeforeAll
  static void adoptOrphans() {
    Processes.adoptOrphans();
  }

  @AfterAll
  static void adoptNoMore() {
    Kernel.call(Syscall.PRCTL, PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
  }

  /** As bin/lab starts it: without a file about the JVM's own performance. */
  private static List<String> run(String experiment, Path temporary) {
    List<String> command = Command.lab("run", experiment, "--auto");
    command.addAll(1, List.of("-XX:-UsePerfData", "-Djava.io.tmpdir=" + temporary, "-Xshare:auto"));
    return command;
  }

  @Test
  void groupsThatAKilledExperimentLeftAreListedAndRemoved() throws Exception {
    Path temporary = Files.createDirectory(state.resolve("tmp"));
    Set<String> left = new TreeSet<>();
    for (int i = 0; i < ATTEMPTS && left.isEmpty(); i++) {
      MachineState before = MachineState.take(state, namespaces, temporary);
      Predicate<String> made = line -> line.contains("mkdirat(");
      killAtText(made, run("cgroups/moved", temporary));
      before.awaitEndOfAll("cgroups");
      left = before.newGroups();
      left.removeIf(group -> !journaled(group));
    }
    assertEquals(1, left.size(), "killed in time");
    String group = left.iterator().next();
    Command.Outcome leaks = Command.run(state, Command.lab("leaks")).exitsWith(1);
    leaks.shows("cgroup " + group + ", of cgroups/moved", "lab restore");
    Command.run(state, Command.lab("restore")).shows("✓ removed cgroup " + group);
    assertFalse(Files.exists(Path.of(group)));
    assertEquals(List.of(), MachineState.journals(state));
  }

  /** In version 1, a frozen process does not even take SIGKILL. */
  @Test
  @Requires(Need.ROOT)
  void whatAKilledExperimentFrozeIsThawedSoThatItEnds() throws Exception {
    Path temporary = Files.createDirectory(state.resolve("tmp"));
    MachineState before = MachineState.take(state, namespaces, temporary);
    killAtText(line -> line.contains("it stands still"), run("cgroups/freezer", temporary));
    before.awaitEndOfAll("cgroups/freezer");
    Command.run(state, Command.lab("restore")).shows("✓ removed cgroup ");
    before.awaitEndOfAll("cgroups/freezer, restored");
    before.assertUnchanged("cgroups/freezer");
  }

  private boolean journaled(String group) {
    try {
      for (Path journal : MachineState.journals(state)) {
        if (Files.readString(journal).contains(group + "\n")) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
}
