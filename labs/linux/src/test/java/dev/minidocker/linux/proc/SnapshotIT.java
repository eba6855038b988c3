package dev.minidocker.linux.proc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Child;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.Needs;
import dev.minidocker.linux.Processes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of leak is made on purpose, seen, undone, and then no longer seen. */
class SnapshotIT {
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration SOON = Duration.ofSeconds(5);

  @TempDir Path directory;

  @Test
  void nothingIsLeakedByDoingNothing() {
    Snapshot.take(directory).assertNothingLeaked(SOON);
  }

  @Test
  void anOpenDescriptorIsALeak() {
    Snapshot before = Snapshot.take();
    Fd[] pipe = Fd.pipe();
    List<String> leaks = leaksNaming(before, "pipe:[");
    assertEquals(2, leaks.size(), leaks::toString);
    assertTrue(leaks.get(0).matches("descriptor [0-9]+: pipe:\\[[0-9]+]"), leaks::toString);
    pipe[0].close();
    assertEquals(1, leaksNaming(before, "pipe:[").size());
    pipe[1].close();
    before.assertNothingLeaked(SOON);
  }

  @Test
  void aRunningChildAndItsNamespacesAreLeaks() {
    Program namespace = Needs.mountNamespace();
    Snapshot before = Snapshot.take();
    Program program = namespace.then(Report.ask(1)).then(Tasks.exit(0));
    Launcher.Setting setting =
        new Launcher.Setting(
            List.of(0, 1, 2),
            question -> {
              List<String> leaks = before.leaks();
              assertTrue(leaks.stream().anyMatch(l -> l.startsWith("process ")), leaks::toString);
              assertTrue(
                  leaks.stream().anyMatch(l -> l.startsWith("namespace mnt:[")), leaks::toString);
              assertTrue(leaks.stream().anyMatch(l -> l.contains("socket:[")), leaks::toString);
            });
    try (Child child = Launcher.launch(program, setting)) {
      child.awaitStart();
    }
    before.assertNothingLeaked(SOON);
  }

  @Test
  void aZombieIsALeak() throws Exception {
    Snapshot before = Snapshot.take();
    try (Child child = Launcher.launch(Program.of(Tasks.exit(0)), Launcher.Setting.INHERITED)) {
      child.awaitStart();
      while (Procfs.HOST.process(child.pid()).status().state() != 'Z') {
        Thread.sleep(1);
      }
      assertTrue(
          before.leaks().stream().anyMatch(line -> line.endsWith("ended and not waited for")));
    }
    before.assertNothingLeaked(SOON);
  }

  @Test
  void anOrphanIsSeenOnceOrphansAreAdopted() {
    Processes.adoptOrphans();
    Snapshot before = Snapshot.take();
    Program program =
        Program.of(
            Tasks.cloneTo("orphan", List.of()),
            Tasks.exit(0),
            Step.of(Syscall.PPOLL, Arg.NULL, Arg.of(0), Arg.NULL, Arg.NULL).named("orphan"),
            Tasks.exit(0));
    try (Child child = Launcher.launch(program, Launcher.Setting.INHERITED)) {
      child.waitFor();
    }
    List<String> leaks = leaksNaming(before, "process ");
    List<Descendants.Task> orphans = Descendants.ofThisProcess();
    for (Descendants.Task orphan : orphans) {
      Kernel.call(Syscall.KILL, orphan.pid(), 9);
      Processes.waitFor((int) orphan.pid());
    }
    assertEquals(1, leaks.size(), leaks::toString);
    assertTrue(leaks.get(0).startsWith("process " + orphans.get(0).pid() + " "), leaks::toString);
    before.assertNothingLeaked(SOON);
  }

  @Test
  void aMountIsALeak() {
    String target = directory.toString();
    Snapshot before = Snapshot.take();
    long mounted = Kernel.tryCall(Syscall.MOUNT, "md", target, "tmpfs", 0, null);
    Needs.require(mounted == 0, "needs the right to mount");
    try {
      List<String> leaks = before.leaks();
      assertTrue(leaks.stream().anyMatch(l -> l.endsWith(": tmpfs at " + target)), leaks::toString);
    } finally {
      Kernel.call(Syscall.UMOUNT2, target, 0);
    }
    before.assertNothingLeaked(SOON);
  }

  @Test
  void aTreeOfFilesIsOneLeak() throws Exception {
    Snapshot before = Snapshot.take(directory);
    Path top = Files.createDirectory(directory.resolve("md-" + new Random().nextInt(10_000)));
    Files.createFile(Files.createDirectory(top.resolve("a b")).resolve("c"));
    assertEquals(List.of("file " + top), leaksNaming(before, top.toString()));
    AssertionError error =
        assertThrows(AssertionError.class, () -> before.assertNothingLeaked(AT_ONCE));
    assertTrue(error.getMessage().startsWith("left behind:\n  "), error::getMessage);
    assertTrue(error.getMessage().endsWith("\n  file " + top), error::getMessage);
  }

  @Test
  void whatGoesInTimeIsNoLeak() {
    Snapshot before = Snapshot.take(directory);
    Path file = directory.resolve("late");
    Thread remover =
        new Thread(
            () -> {
              try {
                Files.createFile(file);
                Thread.sleep(300);
                Files.delete(file);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    remover.start();
    before.assertNothingLeaked(SOON);
  }

  /** At any one moment, the virtual machine may have a file of its own open too. */
  private static List<String> leaksNaming(Snapshot before, String what) {
    return before.leaks().stream().filter(line -> line.contains(what)).toList();
  }

  @Test
  void theStatOfAProcessWithAnyNameIsParsed() {
    Descendants.Task task =
        Descendants.Task.parse(
            "17 (a) R (b) S 4 17 17 0 -1 4194560 100 0 0 0 0 0 0 0 20 0 1 0 4711 2 3");
    assertEquals(new Descendants.Task(17, 4, "a) R (b", 'S', 4711), task);
  }
}
