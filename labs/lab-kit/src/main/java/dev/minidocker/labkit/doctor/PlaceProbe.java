package dev.minidocker.labkit.doctor;

import dev.minidocker.linux.proc.MountInfo;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where all this happens: a machine, WSL, or a container. */
final class PlaceProbe implements Probe {
  private static final String CAPABILITY = "own-machine";
  private static final String[] ENGINES = {"docker", "kubepods", "libpod", "lxc", "containerd"};

  @Override
  public Finding look(Machine machine, Trials trials) {
    String version = machine.text("/proc/version").orElse("").toLowerCase(Locale.ROOT);
    if (version.contains("microsoft")) {
      boolean first = !version.contains("wsl2");
      return Finding.partly(
          CAPABILITY,
          "/proc/version: " + version.strip(),
          new Cause(
              "wsl",
              "This is the Windows Subsystem for Linux.",
              first ? "wsl.exe --set-version DISTRIBUTION 2" : ""));
    }
    return container(machine)
        .map(
            sign ->
                Finding.partly(
                    CAPABILITY,
                    sign,
                    new Cause(
                        "container",
                        "This is a container; what its engine forbids, no lab can do.",
                        "docker run --privileged …, or run on the machine itself")))
        .orElseGet(() -> Finding.yes(CAPABILITY, "no sign of a container", Finding.Stops.NOTHING));
  }

  /** What gives a container away, if anything does. */
  private static Optional<String> container(Machine machine) {
    for (String file : new String[] {"/.dockerenv", "/run/.containerenv"}) {
      if (machine.exists(file)) {
        return Optional.of(file + " exists");
      }
    }
    Optional<String> named =
        machine.text("/proc/1/environ").stream()
            .flatMap(text -> Arrays.stream(text.split("\0", -1)))
            .filter(variable -> variable.startsWith("container="))
            .findFirst();
    if (named.isPresent()) {
      return named;
    }
    return cgroupOfAnEngine(machine).or(() -> overlayRoot(machine));
  }

  private static Optional<String> cgroupOfAnEngine(Machine machine) {
    String groups = machine.text("/proc/1/cgroup").orElse("");
    for (String engine : ENGINES) {
      if (groups.contains(engine)) {
        return Optional.of("/proc/1/cgroup: " + groups.lines().findFirst().orElse(""));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> overlayRoot(Machine machine) {
    return machine
        .mountAt("/")
        .map(MountInfo::type)
        .filter("overlay"::equals)
        .map(type -> "the root file system is an overlay");
  }
}
