package dev.minidocker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.Capability;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a running container may do, as the kernel says it in /proc/self/status. */
class CapabilitiesIT {
  /**
   * The sum of the fourteen capabilities that docker leaves to a container; `docker run` shows it.
   */
  private static final long DOCKER_DEFAULT = 0xa80425fbL;

  private static final List<String> SETS = List.of("CapPrm", "CapEff", "CapBnd");

  @RegisterExtension private static final OpenLaboratory LAB = new OpenLaboratory();

  @Test
  void aContainerHasTheCapabilitiesThatDockerGives() {
    Map<String, Long> sets = setsOf(ContainerSpecs.plain("cat", "/proc/self/status"));
    SETS.forEach(set -> assertEquals(given(DOCKER_DEFAULT), sets.get(set), set));
    assertEquals(0, sets.get("CapAmb"));
  }

  @Test
  void anotherUserHasNoneAndCanHaveNoMore() {
    Map<String, Long> sets = setsOf(ContainerSpecs.as("1234:1234", "cat", "/proc/self/status"));
    assertEquals(0, sets.get("CapEff"));
    assertEquals(0, sets.get("CapPrm"));
    assertEquals(given(DOCKER_DEFAULT), sets.get("CapBnd"));
  }

  @Test
  void capabilitiesAreAddedAndDroppedByName() {
    CapabilityRequest request =
        new CapabilityRequest(List.of("NET_ADMIN"), List.of("cap_chown", "Kill"), false);
    long expected =
        (DOCKER_DEFAULT & ~Capability.CAP_CHOWN.bit() & ~Capability.CAP_KILL.bit())
            | Capability.CAP_NET_ADMIN.bit();
    Map<String, Long> sets = setsOf(ContainerSpecs.with(request, "cat", "/proc/self/status"));
    SETS.forEach(set -> assertEquals(given(expected), sets.get(set), set));
  }

  @Test
  void aPrivilegedContainerHasWhateverCanBeGiven() {
    CapabilityRequest request = new CapabilityRequest(List.of(), List.of(), true);
    Map<String, Long> sets = setsOf(ContainerSpecs.with(request, "cat", "/proc/self/status"));
    SETS.forEach(set -> assertEquals(bits(available()), sets.get(set), set));
  }

  @Test
  void onlyAPrivilegedContainerOfRootMayWriteToSys() {
    for (boolean privileged : List.of(true, false)) {
      CapabilityRequest request = new CapabilityRequest(List.of(), List.of(), privileged);
      String output =
          LAB.get()
              .outputOf(ContainerSpecs.with(request, "grep", " /sys sysfs ", "/proc/self/mounts"));
      boolean writable = output.contains(" rw,");
      assertEquals(privileged && !Host.current().rootless(), writable, output);
    }
  }

  @Test
  void whatTellsOfTheWholeMachineIsHiddenOrReadOnly() {
    String script =
        """
        for f in /proc/kcore /proc/keys /proc/interrupts /proc/timer_list /proc/sched_debug; do
          [ -e $f ] && echo "$f $(cat $f | wc -c)"
        done
        for d in /proc/acpi /proc/scsi /sys/firmware /sys/devices/virtual/powercap; do
          [ -d $d ] && echo "$d $(ls $d | wc -l)"
        done
        for f in /proc/sys/kernel/panic /proc/sysrq-trigger; do
          [ -e $f ] && (echo 0 > $f) 2>/dev/null && echo "$f written"
        done
        """;
    String output = LAB.get().outputOf(ContainerSpecs.plain("sh", "-c", script));
    assertTrue(output.contains("/proc/keys 0"), output);
    assertFalse(output.contains("written"), output);
    output.lines().forEach(line -> assertTrue(line.endsWith(" 0"), output));
  }

  private static Set<Capability> available() {
    Host host = LAB.get().host();
    return host.rootless() ? host.known() : host.permitted();
  }

  /** What can be given of it: this process may itself lack some. */
  private static long given(long wanted) {
    return wanted & bits(available());
  }

  private static long bits(Set<Capability> capabilities) {
    return capabilities.stream().mapToLong(Capability::bit).reduce(0, (a, b) -> a | b);
  }

  private static Map<String, Long> setsOf(ContainerSpec spec) {
    return LAB.get()
        .outputOf(spec)
        .lines()
        .filter(line -> line.startsWith("Cap"))
        .map(line -> line.split(":\\s*"))
        .collect(Collectors.toMap(line -> line[0], line -> Long.parseUnsignedLong(line[1], 16)));
  }
}
