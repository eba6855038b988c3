package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.labkit.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** What processes do in a while, by counters of {@code /proc} and of their groups. */
final class Meter {
  private static final int USER_TICKS = 11; // proc_pid_stat(5), counted from the state
  private static final int SYSTEM_TICKS = 12;
  private static final int LAST_CPU = 36;

  private Meter() {}

  /** By how much each of the counters grows in this time. */
  static long[] over(Duration time, LongSupplier... counters) {
    long[] before = Arrays.stream(counters).mapToLong(LongSupplier::getAsLong).toArray();
    LockSupport.parkNanos(time.toNanos());
    long[] grown = new long[counters.length];
    for (int i = 0; i < counters.length; i++) {
      grown[i] = counters[i].getAsLong() - before[i];
    }
    return grown;
  }

  /** The CPU time of the group's processes, in clock ticks. */
  static long cpuTicks(Group group) {
    long ticks = 0;
    for (int pid : processes(group)) {
      String[] stat = stat(pid);
      ticks += Long.parseLong(stat[USER_TICKS]) + Long.parseLong(stat[SYSTEM_TICKS]);
    }
    return ticks;
  }

  /** The CPU on which a process ran last. */
  static int cpu(int pid) {
    return Integer.parseInt(stat(pid)[LAST_CPU]);
  }

  /** How often a process has added one to the counter that is its descriptor; eventfd(2). */
  static long count(int pid, int descriptor) {
    String hexadecimal = field(pid, "fdinfo/" + descriptor, "eventfd-count:");
    return Long.parseLong(hexadecimal, 16);
  }

  /** What a process has sent to disks, in bytes; proc_pid_io(5). */
  static long bytesWritten(int pid) {
    return Long.parseLong(field(pid, "io", "write_bytes:"));
  }

  /** How long some process of the group had to wait for a CPU, in microseconds; psi.rst. */
  static long waitedForCpuMicros(Group group) {
    String some =
        read(group.directories().get(0).resolve("cpu.pressure")).lines().findFirst().get();
    return Long.parseLong(some.replaceAll(".*total=", ""));
  }

  /** What a process has in swap, in KiB; proc_pid_status(5). */
  static long swappedKib(int pid) {
    return Long.parseLong(field(pid, "status", "VmSwap:").replace(" kB", ""));
  }

  /** A number that the group tells of itself. */
  static long number(Group group, String file) {
    return Long.parseLong(read(group.directories().get(0).resolve(file)).strip());
  }

  /** The group's own processes. */
  static List<Integer> processes(Group group) {
    return read(group.directories().get(0).resolve("cgroup.procs"))
        .lines()
        .map(Integer::valueOf)
        .toList();
  }

  private static String[] stat(int pid) {
    String stat = new Host(pid).file("stat");
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
  }

  private static String field(int pid, String file, String label) {
    return new Host(pid)
        .file(file)
        .lines()
        .filter(line -> line.startsWith(label))
        .map(line -> line.substring(label.length()).strip())
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("/proc/" + pid + "/" + file + ": no " + label));
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
