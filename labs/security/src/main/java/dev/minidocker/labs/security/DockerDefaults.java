package dev.minidocker.labs.security;

import static dev.minidocker.linux.Errno.ENOENT;
import static dev.minidocker.linux.MountFlag.MS_NODEV;
import static dev.minidocker.linux.MountFlag.MS_NOEXEC;
import static dev.minidocker.linux.MountFlag.MS_NOSUID;
import static dev.minidocker.linux.MountFlag.MS_RDONLY;

import dev.minidocker.linux.Capability;
import dev.minidocker.linux.Credentials;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Tasks;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The reference implementation: docker's choices; capabilities(7). */
public final class DockerDefaults implements SecurityMechanism {
  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");
  private static final List<String> MASKED_FILES =
      List.of(
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug");
  private static final List<String> MASKED_DIRECTORIES =
      List.of("/proc/acpi", "/proc/asound", "/proc/scsi");
  private static final List<String> MASKED_IN_SYS =
      List.of("/sys/firmware", "/sys/devices/virtual/powercap");
  private static final String CPU = "/sys/devices/system/cpu/cpu";
  private static final MountFlag[] PROC_FLAGS = {MS_NOSUID, MS_NODEV, MS_NOEXEC};

  @Override
  public Program guardProc() {
    List<Step> steps = new ArrayList<>();
    for (String path : READ_ONLY) {
      steps.add(
          Mounts.bindRecursively(path, path)
              .tolerating(ENOENT)
              .because("a mount of its own, so that it can have flags of its own"));
      steps.add(
          Mounts.remountReadOnly(path, PROC_FLAGS)
              .tolerating(ENOENT)
              .because("what is set here is set for the whole machine"));
    }
    for (String path : MASKED_FILES) {
      steps.add(
          Mounts.bind("/dev/null", path)
              .tolerating(ENOENT)
              .because("it tells about the whole machine: show nothing"));
    }
    MASKED_DIRECTORIES.forEach(path -> steps.add(mask(path)));
    return new Program(steps).inChapter("security");
  }

  @Override
  public Program guardSys() {
    return new Program(maskedInSys().stream().map(DockerDefaults::mask).toList())
        .inChapter("security");
  }

  private static Step mask(String directory) {
    return Mounts.mount("tmpfs", directory, "tmpfs", null, MS_RDONLY)
        .tolerating(ENOENT)
        .because("it tells about the whole machine: show an empty directory");
  }

  /** Those of any machine, and of this one the counters that tell how hot each processor is. */
  private static List<String> maskedInSys() {
    List<String> paths = new ArrayList<>(MASKED_IN_SYS);
    for (int cpu = 0; new File(CPU + cpu).isDirectory(); cpu++) {
      String counters = CPU + cpu + "/thermal_throttle";
      if (new File(counters).isDirectory()) {
        paths.add(counters);
      }
    }
    return paths;
  }

  @Override
  public Program limit(Privileges privileges) {
    List<Step> steps =
        privileges.known().stream()
            .filter(capability -> !privileges.kept().contains(capability))
            .sorted()
            .map(Credentials::dropFromBoundingSet)
            .map(step -> step.because("no set-user-ID program inside can bring it back"))
            .toList();
    return new Program(steps).inChapter("security");
  }

  @Override
  public Program become(Identity identity, Privileges privileges) {
    List<Step> steps = new ArrayList<>();
    if (identity.setGroups()) {
      steps.add(Credentials.groups(identity.groups()).because("none of the starter's groups"));
    }
    steps.add(
        Credentials.group(identity.gid())
            .because("the group first: later it would not be allowed"));
    steps.add(
        Credentials.user(identity.uid())
            .because("who the command runs as; real, effective and saved"));
    steps.add(Tasks.dieWithParent().because("the change of user has cleared it"));
    Set<Capability> effective = identity.uid() == 0 ? privileges.kept() : Set.of();
    steps.add(Credentials.capabilities(effective).because("privileges only shrink from here on"));
    return new Program(steps).inChapter("security");
  }
}
