package dev.minidocker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.engine.network.NetworkMode;
import dev.minidocker.engine.network.OwnerNamespace;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.proc.UidMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every container that shares the network of another, without starting one. */
class SharedNetworkPlanProperties {
  private static final String NET = "/proc/77/fd/9";
  private static final String USER = "/proc/77/fd/8";
  private static final String MOUNTS = "mount(NULL, \"/\", NULL, MS_REC|MS_PRIVATE, NULL)";

  @Provide
  Arbitrary<Blueprint> rootless() {
    return Blueprints.any().filter(plan -> plan.idMap().isPresent());
  }

  private static List<String> calls(Blueprint plan) {
    return new Container(Mechanisms.REFERENCE)
        .program(plan).steps().stream().map(Step::toString).toList();
  }

  private static List<String> joining(Blueprint plan) {
    UidMap map = UidMap.single(0, 1000);
    OwnerNamespace owner = new OwnerNamespace(USER, map, map);
    NetworkMode shared = new NetworkMode.Shared(NET, Optional.of(owner));
    return calls(Blueprints.in(shared, Optional.empty(), plan));
  }

  private static List<String> untilBorn(List<String> calls) {
    int birth = calls.stream().map(call -> call.startsWith("clone3(")).toList().indexOf(true);
    return calls.subList(0, birth + 1);
  }

  /** Of the steps that have one of these parts, the parts. */
  private static String found(List<String> calls, String... parts) {
    return calls.stream()
        .flatMap(call -> List.of(parts).stream().filter(call::contains))
        .collect(Collectors.joining(" "));
  }

  /** From inside, /proc of others is closed; and the network is for those with rights over it. */
  @Property
  void bothAreOpenedAndThenTheOwnerIsEnteredFirst(@ForAll("rootless") Blueprint plan) {
    assertEquals(
        NET + " " + USER + " CLONE_NEWUSER) CLONE_NEWNET) clone3(",
        found(untilBorn(joining(plan)), NET, USER, "CLONE_NEWUSER)", "CLONE_NEWNET)", "clone3("));
  }

  @Property
  void itMakesNoUserNamespaceAndWritesNoMap(@ForAll("rootless") Blueprint plan) {
    List<String> calls = joining(plan);
    String birth = calls.stream().filter(call -> call.startsWith("clone3(")).findFirst().get();
    assertFalse(birth.contains("CLONE_NEWUSER") || birth.contains("CLONE_NEWNET"), birth);
    assertTrue(birth.contains("CLONE_NEWNS") && birth.contains("CLONE_NEWPID"), birth);
    assertEquals("", found(calls, "uid_map", "gid_map", "/setgroups"));
  }

  /** Devices, /sys and all the rest: nothing shows whose user namespace it is. */
  @Property
  void fromTheFirstMountOnAllIsAsInAUserNamespaceOfItsOwn(@ForAll("rootless") Blueprint plan) {
    List<String> own = calls(plan);
    List<String> joined = joining(plan);
    assertEquals(
        own.subList(own.indexOf(MOUNTS), own.size()),
        joined.subList(joined.indexOf(MOUNTS), joined.size()));
    assertTrue(own.contains(MOUNTS));
  }

  /** No user namespace but the first is there to be entered. */
  @Property
  void rootEntersTheNetworkAlone(@ForAll("blueprints") Blueprint plan) {
    NetworkMode shared = new NetworkMode.Shared(NET, Optional.empty());
    List<String> calls = calls(Blueprints.in(shared, Optional.empty(), plan));
    assertEquals(NET + " setns(", found(calls, NET, "CLONE_NEWUSER", "setns("));
  }

  @Provide
  Arbitrary<Blueprint> blueprints() {
    return Blueprints.any();
  }
}
