package dev.minidocker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.Arch;
import dev.minidocker.linux.Elf;
import dev.minidocker.linux.FailureHandler;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every container's program, without starting one. */
class ContainerProperties {
  private static final Set<Syscall> MOUNTING =
      Set.of(
          Syscall.MOUNT,
          Syscall.MOVE_MOUNT,
          Syscall.OPEN_TREE,
          Syscall.UMOUNT2,
          Syscall.PIVOT_ROOT);

  @Provide
  Arbitrary<Blueprint> blueprints() {
    return Blueprints.any();
  }

  @Property
  void theOldRootIsDetachedRightAfterPivotAndBeforeTheCommand(
      @ForAll("blueprints") Blueprint plan) {
    Program program = program(plan);
    int pivot = only(program, step -> step.call() == Syscall.PIVOT_ROOT);
    int detach = only(program, step -> step.call() == Syscall.UMOUNT2);
    assertTrue(pivot < detach && detach < first(program, Syscall.EXECVE));
    // between the two, only kernel file systems are mounted, when the network is there
    Set<Syscall> allowed =
        Set.of(
            Syscall.MOUNT,
            Syscall.MKDIRAT,
            Syscall.OPENAT2,
            Syscall.CLOSE,
            Syscall.PPOLL,
            Syscall.READ,
            Syscall.SETNS);
    for (Step step : program.steps().subList(pivot + 1, detach)) {
      assertTrue(allowed.contains(step.call()), step.toString());
    }
  }

  /** /sys shows the devices of the network that its mounter is in. */
  @Property
  void theNetworkIsThereBeforeSysIsMountedAndBeforeTheCommand(
      @ForAll("blueprints") Blueprint plan) {
    List<String> calls = program(plan).steps().stream().map(Step::toString).toList();
    int sys = indexOf(calls, "mount(\"sysfs\"");
    boolean own = indexOf(calls, "clone3(") == indexOf(calls, "CLONE_NEWNET");
    int network = own ? indexOf(calls, "clone3(") : indexOf(calls, "setns(<network>");
    assertEquals(plan.idMap().isPresent(), own);
    assertTrue(0 <= network && network < sys, () -> String.join("\n", calls));
    assertTrue(indexOf(calls, "SIOCSIFFLAGS") < sys);
  }

  private static int indexOf(List<String> calls, String part) {
    return IntStream.range(0, calls.size())
        .filter(i -> calls.get(i).contains(part))
        .findFirst()
        .orElse(-1);
  }

  @Property
  void nothingIsMountedAfterPrivilegesAreDropped(@ForAll("blueprints") Blueprint plan) {
    Program program = program(plan);
    int dropped = only(program, step -> step.call() == Syscall.SETRESUID);
    assertTrue(last(program, MOUNTING) < dropped);
    assertEquals(dropped + 2, only(program, step -> step.call() == Syscall.CAPSET));
  }

  @Property
  void noMountIsMadeBeforePropagationIsCutOff(@ForAll("blueprints") Blueprint plan) {
    Program program = program(plan);
    int firstMount =
        IntStream.range(0, program.steps().size())
            .filter(i -> MOUNTING.contains(program.steps().get(i).call()))
            .findFirst()
            .orElseThrow();
    assertEquals(
        "mount(NULL, \"/\", NULL, MS_REC|MS_PRIVATE, NULL)",
        program.steps().get(firstMount).toString());
  }

  @Property
  void hostPathsAreNamedOnlyBeforeTheOldRootIsLeft(@ForAll("blueprints") Blueprint plan) {
    Program program = program(plan);
    int detach = only(program, step -> step.call() == Syscall.UMOUNT2);
    for (Step step : program.steps().subList(detach, program.steps().size())) {
      assertTrue(!step.toString().contains("/state/containers"), step.toString());
    }
  }

  @Property
  void descriptorsAreClosedFirstAndMarkedBeforeTheCommand(@ForAll("blueprints") Blueprint plan) {
    Program program = program(plan);
    assertEquals("close_range(4, 4294967295, 0)", program.steps().get(0).toString());
    int exec = first(program, Syscall.EXECVE);
    assertEquals(
        "close_range(3, 4294967295, CLOSE_RANGE_CLOEXEC)",
        program.steps().get(exec - 1).toString());
  }

  @Property
  void theContainerDiesWithItsStarterFromItsFirstStepAndAgainAfterItsUserChanged(
      @ForAll("blueprints") Blueprint plan) {
    Program program = program(plan);
    int start = program.indexOf("container");
    int user = only(program, step -> step.call() == Syscall.SETRESUID);
    assertEquals("prctl(PR_SET_PDEATHSIG, SIGKILL)", program.steps().get(start).toString());
    assertEquals("prctl(PR_SET_PDEATHSIG, SIGKILL)", program.steps().get(user + 1).toString());
  }

  /** The starter must not be counted, and the container must be, from its first acts on. */
  @Property
  void theContainerIsInItsGroupsBeforeAnythingIsMountedAndItsStarterIsNot(
      @ForAll("blueprints") Blueprint plan) {
    List<String> calls = program(plan).steps().stream().map(Step::toString).toList();
    int birth = indexOf(calls, "clone3(");
    int moved = indexOf(calls, "cgroup.procs");
    int view = indexOf(calls, "unshare(CLONE_NEWCGROUP)");
    boolean grouped = plan.confinement().group().isPresent();
    assertEquals(grouped, calls.get(birth).contains("CLONE_INTO_CGROUP") || moved > 0);
    assertTrue(moved < 0 || (birth < moved && moved < view));
    assertEquals(grouped, view > 0 && view < indexOf(calls, "mount("));
  }

  @Property
  void everyStepSaysWhyAndInWhichChapter(@ForAll("blueprints") Blueprint plan) {
    List<Step> silent =
        program(plan).steps().stream()
            .filter(step -> step.chapter().isEmpty() || step.why().isEmpty())
            .toList();
    assertEquals(List.of(), silent);
  }

  @Property(tries = 200)
  void theSameBlueprintGivesTheSameImage(@ForAll("blueprints") Blueprint plan) {
    for (Arch arch : Arch.values()) {
      byte[] one = Elf.compile(program(plan), arch, FailureHandler.reportingTo(3));
      byte[] two = Elf.compile(program(plan), arch, FailureHandler.reportingTo(3));
      assertEquals(java.util.Arrays.hashCode(one), java.util.Arrays.hashCode(two));
      assertTrue(java.util.Arrays.equals(one, two));
    }
  }

  private static Program program(Blueprint plan) {
    return new Container(Mechanisms.REFERENCE).program(plan);
  }

  private static int first(Program program, Syscall call) {
    return IntStream.range(0, program.steps().size())
        .filter(i -> program.steps().get(i).call() == call)
        .findFirst()
        .orElseThrow();
  }

  private static int last(Program program, Set<Syscall> calls) {
    return IntStream.range(0, program.steps().size())
        .filter(i -> calls.contains(program.steps().get(i).call()))
        .max()
        .orElseThrow();
  }

  private static int only(Program program, Predicate<Step> wanted) {
    List<Integer> found =
        IntStream.range(0, program.steps().size())
            .filter(i -> wanted.test(program.steps().get(i)))
            .boxed()
            .toList();
    assertEquals(1, found.size());
    return found.get(0);
  }
}
