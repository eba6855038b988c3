package dev.minidocker.lab.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.LeavesNothing;
import dev.minidocker.labkit.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Namespaces in which no process is. */
@Requires(
    value = Need.NAMESPACES,
    programs = {"unshare", "mount", "stat"})
@ExtendWith(LeavesNothing.class)
class HoldersIT {
  @TempDir Path directory;

  @Test
  void aMountKeepsANamespaceAndTheMapEntersIt() throws Exception {
    Path place = Files.createFile(directory.resolve("ns"));
    Path told = directory.resolve("told");
    String keep = "unshare --net=%s true && stat -L -c %%i %s >%s".formatted(place, place, told);
    try (PlayedNamespace other = PlayedNamespace.making(keep, "--mount")) {
      NamespaceView kept = on(MapReader.read(), Files.readString(told).strip());
      assertEquals(List.of("a mount at " + place), kept.holders().texts());
      assertEquals(List.of("lo"), kept.links().stream().map(LinkView::name).toList());
      assertTrue(other.inode() != kept.inode());
    }
  }

  @Test
  void aDescriptorKeepsANamespace() throws Exception {
    Path told = directory.resolve("told");
    String keep =
        "exec 7</proc/self/ns/net; stat -L -c %%i /proc/self/fd/7 >%s; exec unshare --net sh -c 'echo"
            + " ready; read end'";
    try (PlayedNamespace other = PlayedNamespace.making(keep.formatted(told))) {
      NamespaceView kept = on(MapReader.read(), Files.readString(told).strip());
      assertEquals(
          List.of("descriptor 7 of process " + other.pid() + " (sh)"), kept.holders().texts());
      assertEquals(List.of("lo"), kept.links().stream().map(LinkView::name).toList());
    }
  }

  @Test
  void theFirstProcessIsNamedAndTheOthersAreCounted() throws Exception {
    try (PlayedNamespace namespace = PlayedNamespace.make();
        PlayedNamespace second = namespace.joined()) {
      assertTrue(second.pid() > 0);
      long first = Math.min(namespace.pid(), second.pid());
      assertEquals(
          List.of("process " + first + " (sh) and 1 more"),
          namespace.on(MapReader.read()).holders().texts());
    }
  }

  @Test
  void oneIsWhereTheReaderIs() throws IOException {
    String own = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
    List<String> here =
        MapReader.read().namespaces().stream()
            .filter(NamespaceView::here)
            .map(NamespaceView::name)
            .toList();
    assertEquals(List.of(own), here);
  }

  private static NamespaceView on(MachineMap map, String inode) {
    return map.namespaces().stream()
        .filter(namespace -> namespace.name().equals("net:[" + inode + "]"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(inode + " is not on " + map));
  }
}
