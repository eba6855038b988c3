package dev.minidocker.labs.ipc;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

@Requires(Need.NAMESPACES)
class IpcNamespaceProperties {
  private static final int STATFS_BYTES = 120;
  private static final int PAGE = 4096;

  @Property
  void everyStepSaysWhyAndBelongsToTheLab(@ForAll("limits") Map<IpcLimit, String> limits) {
    IpcConfig config = new IpcConfig("/dev", 1, limits);
    Program program =
        new IpcNamespace().fileSystems(config).then(new IpcNamespace().limits(config)).checked();
    assertEquals(4 + 3 * limits.size(), program.steps().size());
    for (Step step : program.steps()) {
      assertFalse(step.why().isEmpty(), step::toString);
      assertEquals("ipc", step.chapter());
    }
  }

  @Property(tries = 300)
  @Requires(Need.IPC_LIMITS)
  void aLimitThatIsSetIsSeenInsideAndNowhereElse(@ForAll("limits") Map<IpcLimit, String> limits) {
    Map<IpcLimit, String> before = ofTheHost();
    Map<IpcLimit, String> expected = new TreeMap<>(ofANewNamespace(Map.of()));
    expected.putAll(limits);
    assertEquals(expected, ofANewNamespace(limits));
    assertEquals(before, ofTheHost());
  }

  @Property(tries = 200)
  void sharedMemoryHasTheSizeThatWasAskedFor(
      @ForAll @LongRange(min = 1, max = 1L << 40) long bytes) {
    IpcConfig config = new IpcConfig("/tmp", bytes, Map.of());
    Look size =
        Look.call(
            STATFS_BYTES,
            memory -> Step.of(Syscall.STATFS, Arg.of("/tmp/shm"), memory),
            IpcNamespaceProperties::size);
    Program program =
        Program.of(
                Mounts.propagationBelow("/", MountFlag.MS_PRIVATE),
                Mounts.mount("dev", "/tmp", "tmpfs", null))
            .then(new IpcNamespace().fileSystems(config))
            .then(size.program("size"));
    try (Sandbox sandbox = Sandbox.start(Set.of(IpcMechanism.NAMESPACE, CLONE_NEWNS), program)) {
      sandbox.waitFor();
      long seen = Long.parseLong(size.hear(sandbox).orElseThrow(sandbox::whyNothing));
      assertTrue(seen >= bytes && seen < bytes + 1024 + PAGE, () -> seen + " for " + bytes);
    }
  }

  @Property
  void whatIsNoNumberIsRefusedByName(@ForAll IpcLimit limit, @ForAll String value) {
    if (!value.matches("[0-9]+([ \t]+[0-9]+)*")) {
      IllegalArgumentException refusal =
          assertThrows(
              IllegalArgumentException.class, () -> new IpcConfig("/dev", 1, Map.of(limit, value)));
      assertTrue(refusal.getMessage().startsWith(limit + "=" + value));
    }
  }

  /** {@code struct statfs}: type, block size, blocks, 8 bytes each. */
  private static String size(Look.Answers answers) {
    ByteBuffer memory = answers.memory().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return Long.toString(memory.getLong(8) * memory.getLong(16));
  }

  private static Map<IpcLimit, String> ofTheHost() {
    return Stream.of(IpcLimit.values())
        .collect(
            Collectors.toMap(limit -> limit, limit -> new Host(1).machine("sys/" + limit.file())));
  }

  private static Map<IpcLimit, String> ofANewNamespace(Map<IpcLimit, String> limits) {
    Program program = new IpcNamespace().limits(new IpcConfig("/dev", 1, limits));
    for (IpcLimit limit : IpcLimit.values()) {
      program = program.then(look(limit).program("look." + limit));
    }
    try (Sandbox sandbox = Sandbox.start(Set.of(IpcMechanism.NAMESPACE), program)) {
      Map<IpcLimit, String> seen = new TreeMap<>();
      for (IpcLimit limit : IpcLimit.values()) { // at once: all together may be more than a pipe
        seen.put(limit, look(limit).hear(sandbox).orElse(Host.GONE));
      }
      sandbox.waitFor();
      return seen;
    }
  }

  private static Look look(IpcLimit limit) {
    return Look.file("/proc/sys/" + limit.file());
  }

  @Provide
  Arbitrary<Map<IpcLimit, String>> limits() {
    return Combinators.combine(
            Arbitraries.of(IpcLimit.class).set(),
            Arbitraries.integers().between(128, 32_000).list().ofSize(4))
        .as(
            (limits, numbers) ->
                limits.stream()
                    .collect(
                        Collectors.toMap(
                            limit -> limit,
                            limit ->
                                limit == IpcLimit.SEM
                                    ? numbers.stream()
                                        .map(Object::toString)
                                        .collect(Collectors.joining("\t"))
                                    : numbers.get(0).toString())));
  }
}
