package dev.minidocker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.image.ImageException;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.ExitStatus;
import dev.minidocker.linux.FileTree;
import dev.minidocker.linux.internal.Gate;
import dev.minidocker.linux.internal.Libc;
import dev.minidocker.linux.proc.Snapshot;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every system call that the engine itself makes for a container is refused in turn: the first, the
 * second, … until a run makes fewer. Directories, locks, leases, the image's accounts, the memory
 * file, sockets, posix_spawn, pipes, the terminal: nothing is left of any, and the user gets one
 * line.
 */
class ParentFaultInjectionIT {
  private static final int CONFIGURATIONS = 20;

  private static final List<Errno> REASONS =
      List.of(Errno.EACCES, Errno.EMFILE, Errno.ENOSPC, Errno.EROFS, Errno.ENOMEM, Errno.EIO);

  @RegisterExtension private static final OpenLaboratory LAB = new OpenLaboratory();

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @AfterEach
  void letEverythingPass() {
    Libc.gate(Gate.OPEN);
  }

  @Test
  void aRefusedCallOfTheEngineLeavesNothingAndGivesOneLine() {
    ContainerSpecs specs = new ContainerSpecs(LAB.get().volumes(), random);
    int calls = 0;
    for (int i = 0; i < CONFIGURATIONS; i++) {
      ContainerSpec spec = specs.next("true");
      Snapshot before = Snapshot.take(LAB.get().state(), LAB.get().volumes());
      Remains remains = Remains.of(LAB.get().state());
      for (int n = 1; refusing(n, spec); n++, calls++) {
        String context = "seed " + seed + ", configuration " + i + ", call " + n;
        remains.assertAll(LAB.get().state(), context);
      }
      before.assertNothingLeaked();
    }
    assertTrue(calls > 40 * CONFIGURATIONS, "only " + calls + " calls were refused");
  }

  /** Runs the container while one call is refused; false if it makes fewer calls than that. */
  private boolean refusing(int n, ContainerSpec spec) {
    Errno reason = REASONS.get(random.nextInt(REASONS.size()));
    RefusingOne gate = new RefusingOne(Thread.currentThread(), n, reason);
    Libc.gate(gate);
    try {
      assertEquals(new ExitStatus(0, false), run(spec), gate::toString);
    } catch (StartFailure | ImageException | ErrnoException e) {
      assertFalse(e.getMessage().contains("\n"), e.getMessage());
      assertTrue(gate.refused(), () -> "nothing was refused, and yet: " + e.getMessage());
    } finally {
      Libc.gate(Gate.OPEN);
    }
    return gate.refused();
  }

  private static ExitStatus run(ContainerSpec spec) {
    try (PreparedContainer prepared = LAB.get().engine().prepare(spec)) {
      List<Integer> streams = LAB.fileStreams();
      return LAB.get().run(prepared, prepared.program(), streams, question -> {});
    }
  }

  /** Refuses the n-th call that a thread makes, itself or by the launcher. */
  private static final class RefusingOne implements Gate {
    /** Giving back what one holds does not fail. */
    private static final Set<String> GIVING_BACK = Set.of("close", "kill", "waitid", "unlinkat");

    private final Thread thread;
    private final int n;
    private final Errno reason;
    private int calls;
    private String refused = "";

    RefusingOne(Thread thread, int n, Errno reason) {
      this.thread = thread;
      this.n = n;
      this.reason = reason;
    }

    @Override
    public synchronized int refusal(Object call) {
      boolean counts = Thread.currentThread() == thread || call.equals("posix_spawn");
      if (!counts || GIVING_BACK.contains(call.toString()) || removesFiles() || ++calls != n) {
        return 0;
      }
      refused = call.toString();
      return reason.number();
    }

    private static boolean removesFiles() {
      return StackWalker.getInstance()
          .walk(frames -> frames.anyMatch(frame -> isOf(FileTree.class, frame)));
    }

    private static boolean isOf(Class<?> type, StackWalker.StackFrame frame) {
      return frame.getClassName().equals(type.getName());
    }

    synchronized boolean refused() {
      return !refused.isEmpty();
    }

    @Override
    public synchronized String toString() {
      return "call " + n + ", " + refused + ", refused with " + reason;
    }
  }
}
