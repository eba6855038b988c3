package dev.minidocker.labs.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Privilege;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Capability;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.proc.ProcessStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@Requires(Need.NAMESPACES)
class PrivilegesIT {
  private static final SecurityMechanism SECURITY = new DockerDefaults();
  private static final Path LAST_CAPABILITY = Path.of("/proc/sys/kernel/cap_last_cap");
  private static final Set<CloneFlag> AS_STARTED = EnumSet.of(CloneFlag.CLONE_NEWUTS);
  private static final Set<CloneFlag> MAPPED =
      EnumSet.of(CloneFlag.CLONE_NEWUTS, CloneFlag.CLONE_NEWUSER);

  @Property(tries = 500)
  void theKernelLeavesExactlyWhatIsKept(
      @ForAll Set<Capability> wanted,
      @ForAll("namespaces") Set<CloneFlag> namespaces,
      @ForAll("ids") int uid,
      @ForAll("ids") int gid)
      throws IOException {
    boolean mapped = namespaces.contains(CloneFlag.CLONE_NEWUSER);
    Set<Capability> kept = new HashSet<>(wanted);
    kept.retainAll(available(mapped));
    // in a user namespace of one id there is nobody else to become
    Identity identity =
        mapped
            ? new Identity(0, 0, List.of(), false)
            : new Identity(uid, gid, List.of(gid, 7), true);
    Privileges privileges = new Privileges(kept, known());
    Program program =
        SECURITY.limit(privileges).then(SECURITY.become(identity, privileges)).then(Sandbox.PAUSE);
    try (Sandbox sandbox = Sandbox.start(namespaces, program)) {
      sandbox.awaitPause();
      ProcessStatus status = ProcessStatus.parse(sandbox.seenFromTheHost().file("status"));
      long set = bits(kept);
      long effective = identity.uid() == 0 ? set : 0;
      assertEquals(
          new ProcessStatus.Capabilities(0, effective, effective, set, 0), status.capabilities());
      if (!mapped) {
        assertEquals(new ProcessStatus.Ids(uid, uid, uid, uid), status.users());
        assertEquals(new ProcessStatus.Ids(gid, gid, gid, gid), status.groups());
        assertEquals(
            new TreeSet<>(List.of((long) gid, 7L)), new TreeSet<>(status.supplementaryGroups()));
      }
    }
  }

  private static long bits(Set<Capability> capabilities) {
    return capabilities.stream().mapToLong(Capability::bit).reduce(0, (a, b) -> a | b);
  }

  /** Root of a new user namespace has them all; other roots may have been given fewer. */
  private static Set<Capability> available(boolean mapped) throws IOException {
    Set<Capability> available = new HashSet<>(known());
    long permitted =
        ProcessStatus.parse(Files.readString(Path.of("/proc/thread-self/status")))
            .capabilities()
            .permitted();
    available.removeIf(capability -> !mapped && (permitted & capability.bit()) == 0);
    return available;
  }

  private static Set<Capability> known() throws IOException {
    int last = Integer.parseInt(Files.readAllLines(LAST_CAPABILITY).get(0));
    Set<Capability> known = new HashSet<>(Arrays.asList(Capability.values()));
    known.removeIf(capability -> capability.number() > last);
    return known;
  }

  @Provide
  Arbitrary<Set<CloneFlag>> namespaces() {
    return Privilege.canMakeNamespaces()
        ? Arbitraries.of(List.of(AS_STARTED, MAPPED))
        : Arbitraries.just(MAPPED);
  }

  @Provide
  Arbitrary<Integer> ids() {
    return Arbitraries.of(0, 1, 1000, 65534).edgeCases(edges -> edges.none());
  }
}
