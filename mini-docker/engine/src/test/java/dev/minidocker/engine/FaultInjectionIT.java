package dev.minidocker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.proc.Snapshot;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every step of a container's program is made to fail in turn, and nothing is left of the
 * container.
 *
 * <p>After each start what is cheap to look at is compared ({@link Remains}); after all starts of
 * one configuration, everything ({@link Snapshot}): mounts, namespaces, processes, descriptors,
 * links, files. A namespace lives by its processes, by descriptors and by mounts, so that none of
 * the cheap ones can hide behind another start of the same configuration.
 */
class FaultInjectionIT {
  private static final boolean THOROUGH = Integer.getInteger("thorough", 1) > 1;
  private static final int CONFIGURATIONS =
      THOROUGH ? 20 : Math.max(1, 8 / Integer.getInteger("hurried", 1));
  private static final int DECLARED = THOROUGH ? 1 : 4; // every so many
  private static final long MORE_THAN_ANY_RESULT = Long.MAX_VALUE;

  @RegisterExtension private static final OpenLaboratory LAB = new OpenLaboratory();

  private final long seed = new Random().nextLong();

  @Test
  void aStepThatIsRefusedLeavesNothingAndIsNamed() {
    everyStep(CONFIGURATIONS, FaultInjectionIT::refused);
  }

  @Test
  void aStepThatIsDoneAndDeclaredFailedLeavesNothingAndIsNamed() {
    everyStep(CONFIGURATIONS / DECLARED, step -> step.expecting(MORE_THAN_ANY_RESULT));
  }

  /** A call that the kernel refuses with EBADF, which no step tolerates. */
  private static Step refused(Step step) {
    Arg nothing = Arg.constant("instead of " + step.call() + " in " + step.chapter(), -1);
    return new Step(
        Syscall.CLOSE, List.of(nothing), step.name(), 0, List.of(), step.next(), "", "");
  }

  private void everyStep(int configurations, UnaryOperator<Step> fault) {
    ContainerSpecs specs = new ContainerSpecs(LAB.get().volumes(), new Random(seed));
    for (int i = 0; i < configurations; i++) {
      ContainerSpec spec = specs.next("true");
      Snapshot before = Snapshot.take(LAB.get().state(), LAB.get().volumes());
      Remains remains = Remains.of(LAB.get().state());
      int steps = steps(spec);
      for (int step = 0; step < steps; step++) {
        start(spec, step, fault);
        String context = "seed " + seed + ", configuration " + i + ", step " + step;
        remains.assertAll(LAB.get().state(), context);
      }
      before.assertNothingLeaked();
    }
  }

  private static int steps(ContainerSpec spec) {
    try (PreparedContainer prepared = LAB.get().engine().prepare(spec)) {
      return prepared.program().steps().size();
    }
  }

  /** Starts a container whose step fails; steps behind the command's exec are never reached. */
  private static void start(ContainerSpec spec, int index, UnaryOperator<Step> fault) {
    try (PreparedContainer prepared = LAB.get().engine().prepare(spec)) {
      Step original = prepared.program().steps().get(index);
      Step broken = fault.apply(original);
      List<Integer> streams = LAB.fileStreams();
      Program program = prepared.program().with(index, broken);
      try (RunningContainer running = prepared.start(program, streams, question -> {})) {
        running.waitFor();
        assertTrue(mayGoUnseen(prepared.program(), index), () -> "not seen: " + broken);
      } catch (StartFailure e) {
        ErrnoException refusal = assertInstanceOf(ErrnoException.class, e.getCause());
        assertEquals(broken.toString(), refusal.call(), e.getMessage());
      }
    }
  }

  /**
   * A step that no result lets fail is one that a branch leads away from, that is not returned
   * from, or that is not come to.
   */
  private static boolean mayGoUnseen(Program program, int index) {
    Step step = program.steps().get(index);
    return index > program.indexOf("exec.0")
        || !step.branches().isEmpty()
        || step.call() == Syscall.EXECVE
        || step.call() == Syscall.EXIT_GROUP;
  }
}
