package dev.minidocker.labs.cgroups;

import static dev.minidocker.linux.MountFlag.MS_NODEV;
import static dev.minidocker.linux.MountFlag.MS_NOEXEC;
import static dev.minidocker.linux.MountFlag.MS_NOSUID;

import dev.minidocker.labs.cgroups.CgroupLayout.Hierarchy;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;

/** The reference implementation; cgroup_namespaces(7), cgroups(7). */
public final class CgroupNamespace implements CgroupMechanism {

  @Override
  public Program enter(CgroupConfig config) {
    return config.groups().stream()
        .map(CgroupNamespace::move)
        .reduce(Program.EMPTY, Program::then)
        .then(
            Tasks.unshare(NAMESPACE)
                .because("after the moves: where the process is now becomes the root"))
        .inChapter("cgroups");
  }

  private static Program move(String group) {
    String descriptor = "cgroups.procs " + group;
    return Program.of(
        Descriptors.openToWrite(group + "/cgroup.procs")
            .named(descriptor)
            .because("a list of processes, to which one can be written"),
        Descriptors.write(descriptor, "0")
            .because("0 is the process that writes; from here on it is counted there"),
        Descriptors.close(descriptor).because("who has it could move others"));
  }

  @Override
  public Program mounts(CgroupConfig config) {
    return (config.layout().version() == CgroupLayout.Version.V2
            ? unified(config.directory())
            : each(config))
        .inChapter("cgroups");
  }

  private static Program each(CgroupConfig config) {
    Program program =
        Program.of(
            Mounts.mount(
                    "cgroup",
                    config.directory(),
                    "tmpfs",
                    "mode=755",
                    MS_NOSUID,
                    MS_NODEV,
                    MS_NOEXEC)
                .because("version 1: a directory for every hierarchy"));
    for (Hierarchy hierarchy : config.layout().mounted()) {
      String directory = config.directory() + "/" + hierarchy.directory();
      program =
          program
              .then(
                  Nodes.directory(directory, 0755)
                      .tolerating(Errno.EEXIST)
                      .because("a place to mount on"))
              .then(
                  hierarchy.membership().isUnified()
                      ? unified(directory)
                      : version1(directory, hierarchy));
    }
    return program;
  }

  private static Program unified(String directory) {
    return Program.of(
        Mounts.mount("cgroup2", directory, "cgroup2", null, MS_NOSUID, MS_NODEV, MS_NOEXEC)
            .because("the one hierarchy of version 2, from the namespace's root down"));
  }

  private static Program version1(String directory, Hierarchy hierarchy) {
    String controllers = String.join(",", hierarchy.membership().controllers());
    return Program.of(
        Mounts.mount("cgroup", directory, "cgroup", controllers, MS_NOSUID, MS_NODEV, MS_NOEXEC)
            .because("the hierarchy of these controllers, from the namespace's root down"));
  }
}
