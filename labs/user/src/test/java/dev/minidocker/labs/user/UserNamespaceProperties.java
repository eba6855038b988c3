package dev.minidocker.labs.user;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

@Requires(Need.USER_NAMESPACES)
class UserNamespaceProperties {
  private static final Look UID = Look.number(Step.of(Syscall.GETUID));
  private static final Look GID = Look.number(Step.of(Syscall.GETGID));
  private static final Look SETGROUPS = Look.file("/proc/self/setgroups");

  /** The sandbox's first process is root there; its child becomes somebody else. */
  @Property(tries = 300)
  void whoMapsItselfIsWhomItNamed(
      @ForAll @IntRange(max = Integer.MAX_VALUE) int uid,
      @ForAll @IntRange(max = Integer.MAX_VALUE) int gid) {
    Program child =
        new UserNamespace()
            .mapSelf(new SingleIdMap(uid, 0, gid, 0))
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
  void everyStepSaysWhy(@ForAll int uid, @ForAll int gid) {
    Program program = new UserNamespace().mapSelf(new SingleIdMap(uid, 0, gid, 0));
    assertEquals(List.of(), program.steps().stream().filter(step -> step.why().isEmpty()).toList());
  }
}
