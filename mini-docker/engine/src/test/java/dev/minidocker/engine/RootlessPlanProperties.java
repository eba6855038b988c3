package dev.minidocker.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.engine.network.NamespacePaths;
import dev.minidocker.engine.network.NetworkMode;
import dev.minidocker.labs.net.Endpoint;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.NewLink;
import dev.minidocker.labs.net.Uplink;
import dev.minidocker.linux.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every container at a bridge of an ordinary user, without starting one. */
class RootlessPlanProperties {
  private static final String USER = "/proc/77/fd/8";
  private static final String NET = "/proc/77/fd/9";

  @Provide
  Arbitrary<List<String>> plans() {
    return Blueprints.any()
        .filter(plan -> plan.idMap().isPresent())
        .map(RootlessPlanProperties::connected)
        .map(plan -> new Container(Mechanisms.REFERENCE).program(plan).steps())
        .map(steps -> steps.stream().map(Step::toString).toList());
  }

  private static Blueprint connected(Blueprint plan) {
    Endpoint endpoint =
        new Endpoint(
            NewLink.named("eth0").withIndex(100),
            new Uplink.Bridge("mdv0", 7),
            List.of(IpPrefix.parse("10.1.2.3/24")),
            List.of(IpPrefix.address("10.1.2.1")));
    NetworkMode network =
        new NetworkMode.Own(
            List.of(endpoint), plan.init(), Optional.of(new NamespacePaths(USER, NET)));
    return Blueprints.in(network, plan.idMap(), plan);
  }

  private static int first(List<String> calls, String part) {
    int found =
        IntStream.range(0, calls.size())
            .filter(i -> calls.get(i).contains(part))
            .findFirst()
            .orElse(-1);
    assertTrue(found >= 0, () -> part + " is not in " + String.join("\n", calls));
    return found;
  }

  private static void assertInOrder(List<String> calls, String... parts) {
    for (int i = 1; i < parts.length; i++) {
      String one = parts[i - 1];
      String next = parts[i];
      assertTrue(
          first(calls, one) < first(calls, next),
          () -> next + " before " + one + " in " + String.join("\n", calls));
    }
  }

  /** From inside, /proc of others is closed: so both are opened before either is entered. */
  @Property
  void theStarterIsInTheUsersNamespacesBeforeTheContainerIsBorn(
      @ForAll("plans") List<String> calls) {
    assertInOrder(
        calls,
        USER,
        NET,
        "setns(<network.user>, CLONE_NEWUSER)",
        "setns(<network.net>, CLONE_NEWNET)",
        "clone3(");
    String birth = calls.get(first(calls, "clone3("));
    assertTrue(birth.contains("CLONE_NEWUSER") && birth.contains("CLONE_NEWNET"), birth);
  }

  /** The host's end is asked for in the user's network, the other one in the container's. */
  @Property
  void itConnectsTheContainersOwnNetworkAndThenSaysSo(@ForAll("plans") List<String> calls) {
    assertInOrder(
        calls,
        "clone3(",
        "pidfd_open(<container.clone>",
        "setns(<network.opened>, CLONE_NEWNET)",
        "RTM_NEWLINK(veth",
        "write(<network.ready>",
        "exit_group(0)");
  }

  /** In a user namespace /sys may be mounted only where the host's is still in sight. */
  @Property
  void theContainerWaitsForItAndMountsSysWhileTheOldRootIsThere(
      @ForAll("plans") List<String> calls) {
    assertInOrder(calls, "pivot_root(", "ppoll(", "mount(\"sysfs\"", "umount2(");
  }
}
