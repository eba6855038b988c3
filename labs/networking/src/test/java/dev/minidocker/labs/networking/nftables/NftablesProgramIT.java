package dev.minidocker.labs.networking.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.netlink.Request;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Batches that a process commits in its own new network. */
@Requires(Need.NAMESPACES)
class NftablesProgramIT {
  private final String name = "md" + ThreadLocalRandom.current().nextInt(1 << 20);
  private final Changes changes = new Table(Family.INET, name).changes();

  private static Program committing(List<List<Request>> batches) {
    Program program = Program.EMPTY;
    for (List<Request> batch : batches) {
      program = program.then(NftablesProgram.commit("batch." + program.steps().size(), batch));
    }
    return program;
  }

  private static void run(List<List<Request>> batches) {
    try (Sandbox sandbox =
        Sandbox.start(Set.of(CloneFlag.CLONE_NEWNET), committing(batches).then(Sandbox.PAUSE))) {
      assertTrue(sandbox.awaitPause());
    }
  }

  @Test
  void whatIsRefusedEndsTheProgramWithTheKernelsReason() {
    List<Request> good = List.of(changes.create(), changes.add(Chain.regular("one")));
    run(List.of(good));
    ErrnoException refused =
        assertThrows(ErrnoException.class, () -> run(List.of(good, List.of(changes.create()))));
    assertEquals(Errno.EEXIST, refused.errno());
    assertTrue(refused.getMessage().contains("create table inet " + name), refused.getMessage());
  }

  /** The kernel tells the refusal of the first change, and acknowledges the last one behind it. */
  @Test
  void aRefusalIsSeenWhereverItStandsInTheBatch() {
    Request good = changes.add(Chain.regular("one"));
    Request bad = changes.deleteChain("missing");
    for (List<Request> batch :
        List.of(List.of(bad, good, good), List.of(good, bad, good), List.of(good, good, bad))) {
      ErrnoException refused =
          assertThrows(ErrnoException.class, () -> run(List.of(List.of(changes.create()), batch)));
      assertEquals(Errno.ENOENT, refused.errno());
    }
  }
}
