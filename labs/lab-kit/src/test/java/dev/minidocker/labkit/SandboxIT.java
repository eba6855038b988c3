package dev.minidocker.labkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.proc.Snapshot;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Requires(Need.NAMESPACES)
class SandboxIT {
  private static final Set<CloneFlag> PID = Set.of(CloneFlag.CLONE_NEWPID);

  @Test
  void theFirstProcessOfANewPidNamespaceIsNumberOne() {
    Program program = Look.pid().program("me").then(Sandbox.PAUSE);
    try (Sandbox sandbox = Sandbox.start(PID, program)) {
      assertTrue(sandbox.awaitPause());
      assertEquals(Optional.of("1"), Look.pid().hear(sandbox));
      assertEquals(sandbox.pid() + "\t1", sandbox.seenFromTheHost().status("NSpid"));
      sandbox.resume();
      assertFalse(sandbox.awaitPause());
      assertEquals(new ExitStatus(0, false), sandbox.waitFor());
    }
  }

  @Test
  void whoeverStartsItIsRootInside() {
    Look me = Look.file("/proc/self/status");
    try (Sandbox sandbox = Sandbox.start(PID, me.program("me").then(Sandbox.PAUSE))) {
      sandbox.awaitPause();
      assertTrue(me.hear(sandbox).orElseThrow(sandbox::whyNothing).contains("Uid:\t0\t0\t0\t0"));
    }
  }

  @Test
  void aRefusedLookShowsTheErrno() {
    String nowhere = "/no-such-" + System.nanoTime();
    for (Look look : new Look[] {Look.file(nowhere), Look.link(nowhere)}) {
      try (Sandbox sandbox = Sandbox.start(PID, look.program("look"))) {
        sandbox.waitFor();
        assertEquals(Optional.of("ENOENT (No such file or directory)"), look.hear(sandbox));
      }
    }
  }

  @Test
  void aNumberOfManyDigitsIsReadWholeFromBothSides() {
    Look number = Look.file("/proc/sys/fs/nr_open");
    try (Sandbox sandbox = Sandbox.start(PID, number.program("number"))) {
      sandbox.waitFor();
      String inside = number.hear(sandbox).orElseThrow(sandbox::whyNothing);
      assertTrue(inside.length() > 1, inside);
      assertEquals(inside, sandbox.seenFromTheHost().machine("sys/fs/nr_open"));
    }
  }

  @Test
  void aStepThatFailsIsToldByItsCall() {
    String nowhere = "/no-such-" + System.nanoTime();
    Program program = Program.of(Nodes.changeDirectory(nowhere));
    try (Sandbox sandbox = Sandbox.start(PID, program)) {
      ErrnoException failure = assertThrows(ErrnoException.class, sandbox::awaitPause);
      assertEquals("chdir(\"" + nowhere + "\")", failure.call());
      assertEquals(Errno.ENOENT, failure.errno());
    }
  }

  @Test
  void aContainerThatIsKilledInItsPauseTellsNothingMore() {
    try (Sandbox sandbox = Sandbox.start(PID, Sandbox.PAUSE.then(Look.pid().program("me")))) {
      sandbox.awaitPause();
      sandbox.signal(9);
      sandbox.resume();
      assertFalse(sandbox.awaitPause());
      assertEquals(Optional.empty(), Look.pid().hear(sandbox));
      assertEquals(new ExitStatus(9, true), sandbox.waitFor());
    }
  }

  @Test
  void closingEndsItAndLeavesNothing() {
    Snapshot before = Snapshot.take();
    int pid;
    try (Sandbox sandbox = Sandbox.start(PID, Sandbox.PAUSE)) {
      sandbox.awaitPause();
      pid = sandbox.pid();
      assertNotEquals(Host.GONE, new Host(pid).status("Pid"));
    }
    assertEquals(Host.GONE, new Host(pid).status("Pid"));
    before.assertNothingLeaked();
  }

  @Test
  @Timeout(20)
  void moreThanAPipeHoldsIsToldToWhoListensAfterTheEnd() {
    byte[] much = new byte[300_000];
    new Random().nextBytes(much);
    Step tell =
        Step.of(Syscall.WRITE, Arg.of(1), new Arg.Bytes(much, "<much>"), Arg.of(much.length))
            .expecting(much.length);
    try (Sandbox sandbox = Sandbox.start(PID, Program.of(tell))) {
      assertEquals(new ExitStatus(0, false), sandbox.waitFor());
      assertArrayEquals(much, sandbox.hear(much.length).orElseThrow(sandbox::whyNothing));
    }
  }

  @Test
  void itsExitCodeIsTheOneItNames() {
    try (Sandbox sandbox = Sandbox.start(PID, Program.of(Tasks.exit(43)))) {
      assertEquals(new ExitStatus(43, false), sandbox.waitFor());
    }
  }

  @Test
  @Requires(Need.USER_NAMESPACES)
  void whoIsNotMappedIsNobody() {
    Look me = Look.file("/proc/self/uid_map").showing(map -> "map: " + map);
    Look who = Look.file("/proc/self/status");
    Program program = me.program("me").then(who.program("who"));
    try (Sandbox sandbox = Sandbox.startUnmapped(PID, program)) {
      sandbox.waitFor();
      assertEquals(Optional.of("map: "), me.hear(sandbox));
      assertTrue(
          who.hear(sandbox)
              .orElseThrow(sandbox::whyNothing)
              .contains("Uid:\t65534\t65534\t65534\t65534"));
    }
  }
}
