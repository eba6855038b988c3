package dev.minidocker.labs.cgroups.limits;

import static dev.minidocker.labs.cgroups.limits.CgroupVersion.V1;
import static dev.minidocker.labs.cgroups.limits.CgroupVersion.V2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minidocker.labs.cgroups.limits.GroupRoots.Root;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupRootsTest {
  private static final DeviceAccess DEVICES = DeviceAccess.usualAnd(List.of());

  @Test
  void whereBothVersionsCouldItIsTheSecond() {
    assertEquals(V2, chosen(root(V1, true), root(V2, true)));
    assertEquals(V2, chosen(root(V2, true), root(V1, true)));
  }

  @Test
  void whereOnlyOneMayBeUsedItIsThatOne() {
    assertEquals(V1, chosen(root(V2, false), root(V1, true)));
    assertEquals(V2, chosen(root(V1, false), root(V2, true)));
  }

  @Test
  void whereNoneMayBeUsedItIsRefused() {
    GroupRoots roots = new GroupRoots(List.of(root(V1, false), root(V2, false)));
    assertEquals(false, roots.allow(DEVICES));
    assertThrows(UnsupportedLimitException.class, () -> roots.rootFor(DEVICES));
  }

  private static CgroupVersion chosen(Root... roots) {
    return new GroupRoots(List.of(roots)).rootFor(DEVICES).version();
  }

  private static Root root(CgroupVersion version, boolean allowed) {
    return new Root(version, Path.of("/sys/fs/cgroup"), Set.of("devices"), allowed, Map.of());
  }
}
