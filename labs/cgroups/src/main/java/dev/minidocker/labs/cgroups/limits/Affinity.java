package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.labkit.Look;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.proc.Procfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Steps that say on which CPUs a process may run; sched_setaffinity(2). */
final class Affinity {
  private static final int MASK_BYTES = 128; // for 1024 CPUs, as in glibc
  private static final int RANDOM_BYTES = 1 << 14;

  private Affinity() {}

  /** The CPUs on which this JVM may run, by their numbers; there is always one. */
  static List<Integer> allowed() {
    try (Stream<String> lines = Files.lines(Procfs.HOST.root().resolve("self/status"))) {
      return lines
          .filter(line -> line.startsWith("Cpus_allowed_list:"))
          .flatMap(line -> Stream.of(line.split("\\s+", 2)[1].split(",", -1)))
          .flatMap(Affinity::range)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Integer> range(String range) {
    String[] ends = range.split("-", -1);
    int first = Integer.parseInt(ends[0]);
    return Stream.iterate(
        first, cpu -> cpu <= Integer.parseInt(ends[ends.length - 1]), cpu -> cpu + 1);
  }

  /** {@code cpu_set_t} with one CPU in it. */
  static Arg.Bytes mask(int cpu) {
    byte[] mask = new byte[MASK_BYTES];
    mask[cpu / 8] = (byte) (1 << cpu % 8);
    return new Arg.Bytes(mask, "[" + cpu + "]");
  }

  /** {@code int sched_setaffinity(pid_t pid, size_t cpusetsize, const cpu_set_t *mask)}. */
  static Step bindTo(Arg.Bytes mask) {
    return Step.of(Syscall.SCHED_SETAFFINITY, Arg.of(0), Arg.of(MASK_BYTES), mask);
  }

  /** The CPUs on which the container may run, as a list like the kernel's. */
  static Look look() {
    return Look.call(
        MASK_BYTES,
        memory -> Step.of(Syscall.SCHED_GETAFFINITY, Arg.of(0), Arg.of(MASK_BYTES), memory),
        answers ->
            BitSet.valueOf(answers.memory()).stream()
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",")));
  }

  /** A step that computes for ever. */
  static Program busy(String name) {
    Arg memory = new Arg.Bytes(new byte[RANDOM_BYTES], "<random bytes>");
    return Program.of(
        Step.of(Syscall.GETRANDOM, memory, Arg.of(RANDOM_BYTES), Arg.of(0))
            .named(name)
            .thenGoTo(name));
  }
}
