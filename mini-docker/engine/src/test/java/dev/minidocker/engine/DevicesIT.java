package dev.minidocker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Which devices the root of a container can use: a name for one is quickly made. The host's disks
 * may be out of reach for the root of this machine, too; the kernel's FUSE and TUN devices are not.
 */
@Requires(Need.ROOT)
class DevicesIT {
  private static final List<String> OF_THE_HOST = List.of("c 10 229", "c 10 200");
  private static final List<String> OF_EVERYBODY = List.of("c 1 3", "c 1 9");
  private static final String OPENED = "";
  private static final String REFUSED = "Operation not permitted";

  @RegisterExtension private static final OpenLaboratory LAB = new OpenLaboratory();

  @Test
  void thoseOfTheHostCannotBeUsedUnderAnyName() {
    assertEach(REFUSED, OF_THE_HOST, CapabilityRequest.DEFAULT);
  }

  @Test
  void whoMayMountCannotUseThemEither() {
    assertEach(REFUSED, OF_THE_HOST, new CapabilityRequest(List.of("SYS_ADMIN"), List.of(), false));
  }

  @Test
  void thoseThatEveryContainerHasCanBeMadeAnywhere() {
    assertEach(OPENED, OF_EVERYBODY, CapabilityRequest.DEFAULT);
  }

  @Test
  void aPrivilegedContainerMayUseAll() {
    assertEach(OPENED, OF_THE_HOST, new CapabilityRequest(List.of(), List.of(), true));
  }

  private static void assertEach(
      String expected, List<String> devices, CapabilityRequest capabilities) {
    for (String device : devices) {
      for (String name : List.of("/md-" + System.nanoTime(), "/dev/md-" + System.nanoTime())) {
        assertEquals(expected, complaint(device, name, capabilities), device + " as " + name);
      }
    }
  }

  /** What the kernel has against opening it; nothing, if nothing. */
  private static String complaint(String device, String name, CapabilityRequest capabilities) {
    String script = "mknod %1$s %2$s && exec 2>&1 && : <%1$s".formatted(name, device);
    String said = LAB.get().outputOf(ContainerSpecs.with(capabilities, "sh", "-c", script));
    return said.substring(said.lastIndexOf(':') + 1).strip();
  }
}
