package dev.minidocker.labs.cgroups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labs.cgroups.CgroupLayout.Version;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.proc.CgroupMembership;
import dev.minidocker.linux.proc.MountInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The mechanism on machines of all kinds, which need not be this one. */
class CgroupNamespaceProperties {

  /**
   * What a machine's files say.
   *
   * @param together controllers of version 1 that share a hierarchy, mounted
   * @param unified whether version 2 is mounted too, or alone if there is nothing of version 1
   */
  record Machine(List<Set<String>> together, boolean unified, boolean named) {

    Version version() {
      boolean one = !together.isEmpty() || named;
      return one && unified ? Version.HYBRID : one ? Version.V1 : Version.V2;
    }

    /** The unified hierarchy has its line even where nobody mounted it. */
    CgroupLayout layout() {
      List<String> lines = new ArrayList<>(List.of("0::/user"));
      List<String> mounts = new ArrayList<>();
      if (unified || version() == Version.V2) {
        mounts.add("30 29 0:26 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,nsdelegate");
      }
      List<String> controllers =
          new ArrayList<>(together.stream().map(set -> String.join(",", set)).toList());
      if (named) {
        controllers.add("name=md");
      }
      for (String some : controllers) {
        lines.add(lines.size() + ":" + some + ":/some/group");
        mounts.add("31 29 0:27 / /sys/fs/cgroup/x rw - cgroup cgroup rw," + some);
      }
      return CgroupLayout.of(
          CgroupMembership.parseAll(String.join("\n", lines)),
          MountInfo.parseAll(String.join("\n", mounts)));
    }

    int hierarchies() {
      return together.size() + (named ? 1 : 0) + (version() == Version.V1 ? 0 : 1);
    }
  }

  @Property
  void theVersionIsThatOfWhatIsMounted(@ForAll("machines") Machine machine) {
    assertEquals(machine.version(), machine.layout().version());
    assertEquals(machine.hierarchies(), machine.layout().mounted().size());
  }

  @Property
  void everyHierarchyIsMountedOnceWithItsControllers(@ForAll("machines") Machine machine) {
    Program program =
        new CgroupNamespace().mounts(new CgroupConfig(List.of(), machine.layout(), "/c")).checked();
    List<String> mounts =
        program.steps().stream()
            .filter(step -> step.call() == Syscall.MOUNT)
            .map(step -> step.args().get(2) + " " + step.args().get(4))
            .filter(mount -> !mount.startsWith("\"tmpfs\""))
            .toList();
    Set<String> expected =
        machine.together().stream()
            .map(set -> "\"cgroup\" \"" + String.join(",", set) + "\"")
            .collect(Collectors.toSet());
    if (machine.named()) {
      expected.add("\"cgroup\" \"name=md\"");
    }
    if (machine.version() != Version.V1) {
      expected.add("\"cgroup2\" NULL");
    }
    assertEquals(expected, Set.copyOf(mounts));
    assertEquals(expected.size(), mounts.size());
  }

  @Property
  void theNamespaceIsMadeAfterTheLastMove(
      @ForAll("machines") Machine machine, @ForAll("groups") Set<String> groups) {
    Program program =
        new CgroupNamespace()
            .enter(new CgroupConfig(List.copyOf(groups), machine.layout(), "/c"))
            .checked();
    List<Syscall> calls = program.steps().stream().map(Step::call).toList();
    assertEquals(calls.size() - 1, calls.indexOf(Syscall.UNSHARE));
    assertEquals(groups.size(), calls.stream().filter(Syscall.WRITE::equals).count());
    assertEquals(
        calls.stream().filter(Syscall.OPENAT::equals).count(),
        calls.stream().filter(Syscall.CLOSE::equals).count());
  }

  @Property
  void everyStepSaysWhyAndBelongsToTheLab(@ForAll("machines") Machine machine) {
    CgroupConfig config = new CgroupConfig(List.of("/g"), machine.layout(), "/c");
    CgroupNamespace mechanism = new CgroupNamespace();
    for (Step step : mechanism.enter(config).then(mechanism.mounts(config)).steps()) {
      assertFalse(step.why().isEmpty(), step::toString);
      assertEquals("cgroups", step.chapter());
    }
  }

  @Property(tries = 1)
  void thisMachineIsUnderstood() {
    CgroupLayout layout = CgroupLayout.ofThisMachine();
    assertFalse(layout.hierarchies().isEmpty());
    layout
        .mounted()
        .forEach(one -> assertTrue(one.mount().orElseThrow().type().startsWith("cgroup")));
  }

  @Provide
  Arbitrary<Set<String>> groups() {
    return Arbitraries.strings().withCharRange('a', 'z').ofLength(3).set().ofMaxSize(4);
  }

  @Provide
  Arbitrary<Machine> machines() {
    Arbitrary<List<Set<String>>> together =
        Arbitraries.shuffle("cpu", "cpuacct", "pids", "memory", "net_cls", "freezer")
            .flatMap(
                names ->
                    Arbitraries.integers()
                        .between(0, 3)
                        .map(
                            hierarchies ->
                                names.subList(0, 2 * hierarchies).stream()
                                    .collect(Collectors.groupingBy(name -> names.indexOf(name) / 2))
                                    .values()
                                    .stream()
                                    .<Set<String>>map(java.util.LinkedHashSet::new)
                                    .toList()));
    Arbitrary<Boolean> either = Arbitraries.of(true, false);
    return Combinators.combine(together, either, either).as(Machine::new);
  }
}
