package dev.minidocker.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labs.cgroups.limits.CgroupVersion;
import dev.minidocker.labs.cgroups.limits.GroupRoots;
import dev.minidocker.labs.cgroups.limits.GroupRoots.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Limits hold, are told of, and leave no group behind; whichever version of cgroups there is.
 *
 * <p>Where a process of its own makes no difference, this one runs the command line: on an emulated
 * processor, a virtual machine's start takes ten seconds.
 */
class LimitsIT {
  private static final int MIB = 1 << 20;

  private final Random random = new Random();

  @TempDir Path folder;

  @BeforeAll
  static void groups() {
    Requirements.containers();
    for (String controller : List.of("memory", "cpu", "pids")) {
      Requirements.require(
          root(controller).map(Root::allowed).orElse(false),
          "needs groups for " + controller + ": root, or delegation");
    }
  }

  private static Optional<Root> root(String controller) {
    return GroupRoots.ofThisMachine().roots().stream()
        .filter(root -> root.controllers().contains(controller))
        .findFirst();
  }

  /** The directory of the running container whose group has this text in this file. */
  private static Optional<Path> group(String controller, String file, String text) {
    Path all = root(controller).orElseThrow().directory().resolve("mini-docker");
    String[] ids = all.toFile().list();
    return Stream.of(ids == null ? new String[0] : ids)
        .map(all::resolve)
        .filter(directory -> read(directory.resolve(file)).equals(text))
        .findFirst();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return ""; // gone, or none
    }
  }

  @Test
  void whoExceedsTheMemoryLimitIsKilledAndOneLineSaysSo() {
    int megabytes = 16 + random.nextInt(32);
    CommandLines.execute("run", "--rm", "-m", megabytes + "m", "lab", "tail", "/dev/zero")
        .complains(137, "memory limit", megabytes + "m", "-m");
  }

  @Test
  void whoStaysBelowTheMemoryLimitIsNotDisturbed() throws Exception {
    int megabytes = 16 + random.nextInt(16);
    String use = "x=$(head -c " + megabytes * MIB / 4 + " /dev/zero | tr '\\0' x); echo ${#x}";
    assertEquals(megabytes * MIB / 4 + "\n", written(use, "-m", 2 * megabytes + "m"));
  }

  @Test
  void aForkBombMeetsItsLimit() throws Exception {
    int most = 40 + random.nextInt(20);
    String bomb = "b() { b | b & }; b 2>/dev/null; sleep 2";
    CompletableFuture<Outcome> run =
        CompletableFuture.supplyAsync(
            () ->
                CommandLines.execute(
                    "run", "--rm", "--pids-limit", "" + most, "lab", "sh", "-c", bomb));
    int seen = 0;
    Optional<Path> group = Optional.empty();
    while (!run.isDone()) {
      group = group.or(() -> group("pids", "pids.max", "" + most));
      String current = group.map(path -> read(path.resolve("pids.current"))).orElse("");
      seen = Math.max(seen, current.isEmpty() ? 0 : Integer.parseInt(current));
      Thread.sleep(10);
    }
    Outcome outcome = run.get();
    assertTrue(seen > most / 2 && seen <= most, "processes: " + seen + " of " + most);
    assertTrue(outcome.err().contains("limit of " + most + " processes"), outcome::toString);
    assertFalse(Files.exists(group.orElseThrow()), "the group is still there");
  }

  /**
   * All containers together get priority meanwhile: other work on this machine is not the limit.
   */
  @Test
  void halfACpuIsHalfACpu() throws Exception {
    CommandLines.execute("run", "--rm", "--cpus", "0.5", "lab", "true").exitsWith(0);
    Root cpu = root("cpu").orElseThrow();
    boolean v1 = cpu.version() == CgroupVersion.V1;
    Path shares = cpu.directory().resolve("mini-docker").resolve(v1 ? "cpu.shares" : "cpu.weight");
    String usual = read(shares);
    Files.writeString(shares, v1 ? "262144" : "10000");
    try {
      String out = written("timeout 5 sh -c 'while :; do :; done'; times", "--cpus", "0.5");
      String ofChildren = out.lines().skip(1).findFirst().orElse("");
      double used = Arrays.stream(ofChildren.split(" ", 2)).mapToDouble(LimitsIT::seconds).sum();
      assertTrue(2.25 <= used && used <= 2.75, used + " s of 5 s; " + out);
    } finally {
      Files.writeString(shares, usual);
    }
  }

  private static double seconds(String text) {
    String[] parts = text.split("[ms]", 3);
    return 60 * Double.parseDouble(parts[0]) + Double.parseDouble(parts[1]);
  }

  @Test
  void theContainerSeesItsGroupsAsRoots() throws Exception {
    String groups = written("cat /proc/self/cgroup", "-m", "64m");
    String memory =
        groups.lines().filter(line -> line.matches(".*memory.*|0::.*")).findFirst().get();
    assertTrue(memory.endsWith(":/"), groups);
  }

  /** What a script writes in a container that is run with these options, by this process. */
  private String written(String script, String... options) throws Exception {
    List<String> line = new ArrayList<>(List.of("run", "--rm", "-v", folder + ":/out"));
    line.addAll(List.of(options));
    line.addAll(List.of("lab", "sh", "-c", "exec >/out/written 2>/out/messages; " + script));
    CommandLines.execute(line.toArray(String[]::new)).prints("");
    return Files.readString(folder.resolve("written"));
  }

  @Test
  void aKilledCommandLinesGroupIsRemovedByTheNext() throws Exception {
    int most = 1000 + random.nextInt(100_000);
    Process process =
        new ProcessBuilder(
                CommandLines.miniDocker(
                    "run",
                    "--rm",
                    "--pids-limit",
                    "" + most,
                    "lab",
                    "sh",
                    "-c",
                    "echo r; sleep 60"))
            .start();
    assertEquals('r', process.getInputStream().read());
    Path group = group("pids", "pids.max", "" + most).orElseThrow();
    process.destroyForcibly().waitFor();
    CommandLines.execute("run", "--rm", "lab", "true").exitsWith(0);
    assertFalse(Files.exists(group));
  }

  @Test
  void limitsTooSmallForSetUpAreNamed() throws Exception {
    CommandLines.execute("run", "--rm", "--pids-limit", "1", "--init", "lab", "true")
        .complains(125, "1 processes", "too small", "--pids-limit");
    CommandLines.execute("run", "--rm", "-m", "256k", "lab", "true")
        .complains(125, "256k", "too small", "6m");
    CommandLines.execute("run", "--rm", "lab", "true").prints("");
  }
}
