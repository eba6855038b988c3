package dev.minidocker.labkit;

import dev.minidocker.linux.proc.CgroupMembership;
import dev.minidocker.linux.proc.Procfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which controllers this machine has, and in which version of cgroups; cgroups(7). */
final class CgroupControllers {
  private CgroupControllers() {}

  /** Whether there is one of this name, in either version. */
  static boolean have(String name) {
    return inVersion2(name)
        || Procfs.HOST.self().cgroups().stream()
            .filter(membership -> !membership.isUnified())
            .map(CgroupMembership::controllers)
            .anyMatch(controllers -> controllers.contains(name));
  }

  /** Whether groups of version 2 can have it: a controller serves one version only. */
  static boolean inVersion2(String name) {
    return Procfs.HOST.self().mounts().stream()
        .filter(mount -> mount.type().equals("cgroup2"))
        .anyMatch(mount -> handedDown(Path.of(mount.mountPoint())).contains(name));
  }

  private static List<String> handedDown(Path root) {
    try {
      return List.of(Files.readString(root.resolve("cgroup.controllers")).strip().split(" ", -1));
    } catch (IOException e) {
      return List.of(); // another file system lies over it
    }
  }
}
