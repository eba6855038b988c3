package dev.minidocker.labs.user;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Privilege;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.user.UserConfig.Writer;
import dev.minidocker.linux.Capability;
import dev.minidocker.linux.Credentials;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.proc.ProcessStatus;
import dev.minidocker.linux.proc.Procfs;
import dev.minidocker.linux.proc.Snapshot;
import dev.minidocker.linux.proc.UidMap;
import dev.minidocker.linux.proc.UidMap.Range;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

@Requires(Need.USER_NAMESPACES)
class StarterActIT {
  private static final Look UID = Look.number(Step.of(Syscall.GETUID));
  private static final Look GROUPS = Look.attempt(Credentials.groups(List.of(3)));

  private final UserMechanism mechanism = new UserNamespace();

  /** Root writes the maps; for an ordinary user newuidmap and newgidmap do. */
  @Test
  void manyIdsAreMappedByWhoeverMay() {
    UserConfig config = Privilege.has(Capability.CAP_SETUID) ? anybody() : subordinates();
    Snapshot before = Snapshot.take();
    becomesSomebodyElse(config);
    before.assertNothingLeaked();
  }

  private static UserConfig anybody() {
    int first = ThreadLocalRandom.current().nextInt(100_000, 1 << 24);
    UidMap map = new UidMap(List.of(new Range(0, 0, 1), new Range(1, first, 5000)));
    return new UserConfig(map, map, Writer.STARTER);
  }

  private static UserConfig subordinates() {
    IdMapChoice choice = IdMapChoice.of(me(), Path.of("/"));
    assumeTrue(choice.config().writer() == Writer.NEWIDMAP, choice.reason());
    return choice.config();
  }

  private void becomesSomebodyElse(UserConfig config) {
    int uid = ThreadLocalRandom.current().nextInt(1, 5000);
    Program program =
        mechanism
            .program(config)
            .then(GROUPS.program("groups"))
            .then(Credentials.user(uid))
            .then(UID.program("uid"))
            .then(Sandbox.PAUSE);
    try (Sandbox sandbox = Sandbox.startUnmapped(Set.of(), program)) {
      sandbox.awaitPause();
      mechanism.acts(config).forEach(act -> act.perform(sandbox.pid()));
      sandbox.resume();
      sandbox.awaitPause();
      assertEquals(Optional.of("allowed"), GROUPS.hear(sandbox));
      assertEquals(Optional.of(Integer.toString(uid)), UID.hear(sandbox));
      assertEquals(
          config.users().ranges().get(1).outside() - 1 + uid,
          status(sandbox.pid()).users().effective());
      assertEquals(config.users(), Procfs.HOST.process(sandbox.pid()).uidMap());
    }
  }

  @Test
  void aSecondMapIsRefusedAndToldWhy() {
    StarterAct act = new StarterAct.Write("uid_map", "0 " + me().uid() + " 1");
    try (Sandbox sandbox = Sandbox.startUnmapped(Set.of(), Sandbox.PAUSE)) {
      sandbox.awaitPause();
      act.perform(sandbox.pid());
      ErrnoException refusal = assertThrows(ErrnoException.class, () -> act.perform(sandbox.pid()));
      assertEquals(Errno.EPERM, refusal.errno());
      assertTrue(refusal.getMessage().contains("only once"), refusal.getMessage());
    }
  }

  @Test
  @Requires(programs = "newuidmap")
  void newuidmapMapsNothingThatIsNotGranted() {
    int foreign = ThreadLocalRandom.current().nextInt(2, 900);
    MapRefusal refusal =
        assertThrows(
            MapRefusal.class,
            () -> perform(new StarterAct.Run("newuidmap", "0 " + foreign + " 7")));
    assertTrue(refusal.getMessage().contains("0 " + foreign + " 7"), refusal.getMessage());
    assertTrue(refusal.getMessage().contains("usermod --add-subuids"), refusal.getMessage());
    assertEquals(1, refusal.getMessage().lines().count());
  }

  @Test
  void aProgramThatIsMissingIsNamedWithItsPackage() {
    String program = "md-no-such-" + System.nanoTime();
    MapRefusal refusal =
        assertThrows(MapRefusal.class, () -> perform(new StarterAct.Run(program, "0 0 1")));
    assertTrue(refusal.getMessage().contains(program + " is not installed"));
  }

  private static void perform(StarterAct act) {
    try (Sandbox sandbox = Sandbox.startUnmapped(Set.of(), Sandbox.PAUSE)) {
      sandbox.awaitPause();
      act.perform(sandbox.pid());
    }
  }

  private static IdMapChoice.Account me() {
    ProcessStatus self = Procfs.HOST.self().status();
    return new IdMapChoice.Account(
        System.getProperty("user.name"),
        (int) self.users().effective(),
        (int) self.groups().effective());
  }

  private static ProcessStatus status(int pid) {
    return Procfs.HOST.process(pid).status();
  }
}
