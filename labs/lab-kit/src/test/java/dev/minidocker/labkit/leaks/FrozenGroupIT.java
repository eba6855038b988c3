package dev.minidocker.labkit.leaks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.minidocker.labkit.CgroupTree;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.ExitStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

@Requires({Need.NAMESPACES, Need.CGROUP_TREE})
class FrozenGroupIT {

  /** In each hierarchy that can freeze: on a hybrid machine, in both versions. */
  @Test
  void whatIsFrozenIsRemovedWithItsProcesses() throws Exception {
    for (CgroupTree tree : CgroupTree.writable()) {
      if (tree.membership().isUnified() || tree.membership().controllers().contains("freezer")) {
        removeFrozen(tree);
      }
    }
  }

  private static void removeFrozen(CgroupTree tree) throws Exception {
    CgroupTrace trace = new CgroupTrace(tree.directory().resolve("md-" + System.nanoTime()));
    Path group = Files.createDirectory(trace.directory());
    try (Sandbox sandbox = Sandbox.start(Set.of(), Sandbox.PAUSE)) {
      sandbox.awaitPause();
      Files.writeString(group.resolve("cgroup.procs"), Integer.toString(sandbox.pid()));
      boolean unified = tree.membership().isUnified();
      Files.writeString(
          group.resolve(unified ? "cgroup.freeze" : "freezer.state"), unified ? "1" : "FROZEN");
      trace.remove();
      assertFalse(trace.isThere());
      assertEquals(new ExitStatus(9, true), sandbox.waitFor());
    } finally {
      if (trace.isThere()) {
        trace.remove();
      }
    }
  }
}
