package dev.minidocker.labs.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.Capability;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DockerDefaultsProperties {
  private static final Set<Capability> ALL = EnumSet.allOf(Capability.class);

  private final SecurityMechanism security = new DockerDefaults();

  @Property
  void everyCapabilityIsKeptOrDroppedAndNeverBoth(@ForAll Set<Capability> kept) {
    List<Step> steps = security.limit(new Privileges(kept, ALL)).steps();
    Set<String> dropped =
        steps.stream().map(step -> step.args().get(1).toString()).collect(Collectors.toSet());
    assertEquals(steps.size(), dropped.size());
    Set<String> expected = new HashSet<>();
    Arrays.stream(Capability.values())
        .filter(capability -> !kept.contains(capability))
        .forEach(capability -> expected.add(capability.name()));
    assertEquals(expected, dropped);
  }

  @Property
  void groupsComeFirstThenTheUserThenTheCapabilities(
      @ForAll Set<Capability> kept,
      @ForAll @IntRange(max = 65534) int uid,
      @ForAll @IntRange(max = 65534) int gid,
      @ForAll boolean setGroups) {
    Identity identity = new Identity(uid, gid, List.of(gid), setGroups);
    Program program = security.become(identity, new Privileges(kept, ALL));
    List<Syscall> calls = program.steps().stream().map(Step::call).toList();
    List<Syscall> always =
        List.of(Syscall.SETRESGID, Syscall.SETRESUID, Syscall.PRCTL, Syscall.CAPSET);
    assertEquals(always, calls.subList(calls.size() - 4, calls.size()));
    assertEquals(setGroups, calls.get(0) == Syscall.SETGROUPS);
  }

  @Property
  void whoIsNotRootHasNoCapability(
      @ForAll Set<Capability> kept, @ForAll @IntRange(min = 1, max = 65534) int uid) {
    Program program =
        security.become(new Identity(uid, 0, List.of(), true), new Privileges(kept, ALL));
    Step last = program.steps().get(program.steps().size() - 1);
    assertTrue(last.toString().contains("{effective=0, permitted=0, inheritable=0}"));
  }

  @Example
  void aGuardedPathThatTheKernelDoesNotHaveIsNoFailure() {
    for (Step step : security.guardProc().then(security.guardSys()).steps()) {
      assertTrue(
          step.branches().stream().anyMatch(branch -> branch.result() == -2), step.toString());
    }
  }
}
