package dev.minidocker.engine;

import dev.minidocker.labs.cgroups.CgroupLayout;
import dev.minidocker.labs.cgroups.limits.CpuBandwidth;
import dev.minidocker.labs.cgroups.limits.CpuSet;
import dev.minidocker.labs.cgroups.limits.CpuShares;
import dev.minidocker.labs.cgroups.limits.GroupRoots;
import dev.minidocker.labs.cgroups.limits.Limit;
import dev.minidocker.labs.cgroups.limits.MemoryLimit;
import dev.minidocker.labs.cgroups.limits.PidsLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the machine is that containers run on.
 *
 * @param kernel the kernel's version, as {@code uname -r} has it
 * @param operatingSystem the distribution's name for itself; os-release(5)
 * @param architecture as {@code uname -m} has it
 * @param processors how many this process may use
 * @param memoryBytes all that there is
 * @param name the host's name
 */
public record Machine(
    String kernel,
    String operatingSystem,
    String architecture,
    int processors,
    long memoryBytes,
    String name) {
  private static final List<Path> OS_RELEASE =
      List.of(Path.of("/etc/os-release"), Path.of("/usr/lib/os-release"));

  /** This machine, now. */
  public static Machine current() {
    String architecture = System.getProperty("os.arch");
    return new Machine(
        line("/proc/sys/kernel/osrelease"),
        readOperatingSystem(),
        architecture.equals("amd64") ? "x86_64" : architecture,
        Runtime.getRuntime().availableProcessors(),
        readMemoryBytes(),
        line("/proc/sys/kernel/hostname"));
  }

  /** The version of cgroups that containers' processes are limited by: 2 where it can be. */
  public static int cgroupVersion() {
    return CgroupLayout.ofThisMachine().version() == CgroupLayout.Version.V2 ? 2 : 1;
  }

  /** The limits that containers of this user cannot have here, in docker's words for them. */
  public static List<String> missingLimits() {
    GroupRoots roots = GroupRoots.ofThisMachine();
    Map<String, Limit> limits = new LinkedHashMap<>();
    limits.put("memory limit", new MemoryLimit(1 << 20, OptionalLong.empty()));
    limits.put("cpu cfs quota", CpuBandwidth.ofCpus(1));
    limits.put("cpu shares", new CpuShares(2));
    limits.put("cpuset", new CpuSet("0"));
    limits.put("pids limit", new PidsLimit(1));
    limits.values().removeIf(roots::allow);
    return List.copyOf(limits.keySet());
  }

  private static String readOperatingSystem() {
    for (Path file : OS_RELEASE) {
      for (String line : lines(file)) {
        if (line.startsWith("PRETTY_NAME=")) {
          return line.substring("PRETTY_NAME=".length()).replace("\"", "");
        }
      }
    }
    return "Linux";
  }

  /** proc_meminfo(5) counts in KiB. */
  private static long readMemoryBytes() {
    return lines(Path.of("/proc/meminfo")).stream()
        .filter(line -> line.startsWith("MemTotal:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst()
        .orElse(0);
  }

  private static String line(String file) {
    return String.join("", lines(Path.of(file))).strip();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
