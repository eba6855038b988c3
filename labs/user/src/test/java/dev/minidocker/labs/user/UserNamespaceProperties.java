package dev.minidocker.labs.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.user.UserConfig.Writer;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.proc.UidMap;
import dev.minidocker.linux.proc.UidMap.Range;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

@Requires(Need.USER_NAMESPACES)
class UserNamespaceProperties {
  private static final Look UID = Look.number(Step.of(Syscall.GETUID));
  private static final Look GID = Look.number(Step.of(Syscall.GETGID));
  private static final Look SETGROUPS = Look.file("/proc/self/setgroups");

  private final UserMechanism mechanism = new UserNamespace();

  /** The sandbox's first process is root there; its child becomes somebody else. */
  @Property(tries = 300)
  void whoMapsItselfIsWhomItNamed(
      @ForAll @IntRange(max = Integer.MAX_VALUE) int uid,
      @ForAll @IntRange(max = Integer.MAX_VALUE) int gid) {
    Program child =
        mechanism
            .program(UserConfig.single(uid, 0, gid, 0))
            .then(UID.program("uid"))
            .then(GID.program("gid"))
            .then(SETGROUPS.program("setgroups"));
    Program program = Fork.andWait("child", Set.of(UserMechanism.NAMESPACE), child);
    try (Sandbox sandbox = Sandbox.start(Set.of(), program)) {
      sandbox.waitFor();
      assertEquals(Optional.of(Integer.toString(uid)), UID.hear(sandbox));
      assertEquals(Optional.of(Integer.toString(gid)), GID.hear(sandbox));
      assertEquals(Optional.of("deny"), SETGROUPS.hear(sandbox));
    }
  }

  @Property
  void everyStepSaysWhy(@ForAll @LongRange(max = 70_000) long outside, @ForAll Writer writer) {
    Program program = mechanism.program(new UserConfig(map(outside), map(outside), writer));
    assertFalse(program.steps().isEmpty());
    for (Step step : program.steps()) {
      assertFalse(step.why().isEmpty());
      assertEquals("user", step.chapter());
    }
  }

  /** Who reads the plan sees what happens outside of the program, too. */
  @Property
  void whatTheStarterDoesIsTold(@ForAll @LongRange(max = 70_000) long outside) {
    for (Writer writer : List.of(Writer.STARTER, Writer.NEWIDMAP)) {
      UserConfig config = new UserConfig(map(outside), map(outside), writer);
      String told = mechanism.program(config).steps().get(0).why();
      assertEquals(2, mechanism.acts(config).size());
      mechanism.acts(config).forEach(act -> assertTrue(told.contains(act.toString()), told));
      assertTrue(told.contains("0 " + outside + " 1"), told);
    }
  }

  @Property
  void onlyOneIdIsMappedFromInside(@ForAll @LongRange(min = 2, max = 70_000) long count) {
    UidMap one = UidMap.single(0, 1);
    UidMap many = new UidMap(List.of(new Range(0, 1, count)));
    assertThrows(IllegalArgumentException.class, () -> new UserConfig(many, one, Writer.ITSELF));
    assertThrows(IllegalArgumentException.class, () -> new UserConfig(one, many, Writer.ITSELF));
    assertEquals(List.of(), mechanism.acts(new UserConfig(one, one, Writer.ITSELF)));
  }

  private static UidMap map(long outside) {
    return UidMap.single(0, outside);
  }
}
