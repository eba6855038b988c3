package dev.minidocker.labkit.leaks;

import dev.minidocker.linux.proc.CgroupMembership;
import dev.minidocker.linux.proc.Procfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A group that an experiment froze. What is frozen by version 1 takes no signal, SIGKILL included;
 * {@code cgroup-v1/freezer-subsystem.rst}.
 */
final class FrozenGroup {
  private FrozenGroup() {}

  /** Lets the made-up group of this process go on, if it is in one. */
  static void thawThatOf(long pid) {
    for (CgroupMembership membership : memberships(pid)) {
      if (membership.controllers().contains("freezer")
          && Trace.isMadeUp(Path.of(membership.path()).getFileName())) {
        Procfs.HOST.self().mounts().stream()
            .filter(membership::isShownBy)
            .filter(mount -> mount.root().equals("/"))
            .map(mount -> Path.of(mount.mountPoint() + membership.path()))
            .forEach(FrozenGroup::thaw);
      }
    }
  }

  private static List<CgroupMembership> memberships(long pid) {
    try {
      return Procfs.HOST.process(pid).cgroups();
    } catch (UncheckedIOException e) {
      return List.of(); // it has ended meanwhile
    }
  }

  private static void thaw(Path group) {
    try {
      Files.writeString(group.resolve("freezer.state"), "THAWED");
    } catch (NoSuchFileException e) {
      return; // gone, and so not frozen
    } catch (IOException e) {
      throw new UncheckedIOException("cannot thaw " + group, e);
    }
  }
}
