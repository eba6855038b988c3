package dev.minidocker.labs.cgroups.limits.model;

import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labs.cgroups.limits.CgroupVersion;
import dev.minidocker.labs.cgroups.limits.GroupRemoval;
import dev.minidocker.labs.cgroups.limits.GroupRoots;
import dev.minidocker.labs.cgroups.limits.GroupRoots.Root;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The same tree among the kernel's groups. A piece is a file in memory, which fallocate(2) makes as
 * a whole or not at all. Nobody is killed: version 1 can be told so, and in version 2 the player
 * says that it must not be chosen.
 */
final class RealMemory {
  private static final long PIECE = 2 << 20;

  /**
   * What the kernel itself needs for groups and files is on their accounts too, and what it puts
   * aside: when it takes a page it takes 64, and keeps them for the CPU on which it was asked.
   */
  private static final long FOR_THE_KERNEL = 3 * PIECE / 4;

  private static final long TO_SUM_UP_NANOS = 5_000_000_000L;
  private static final long PAUSE_NANOS = 10_000_000;

  private final MemoryTree tree;
  private final CgroupVersion version;
  private final List<Path> groups = new ArrayList<>();

  private RealMemory(MemoryTree tree, Root root) {
    this.tree = tree;
    this.version = root.version();
    String name = "md-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 30));
    for (int parent : tree.parents()) {
      groups.add(
          parent < 0
              ? root.directory().resolve(name)
              : groups.get(parent).resolve("g" + groups.size()));
    }
  }

  /** Where groups that count memory can be made here. */
  static Root root() {
    return GroupRoots.ofThisMachine().roots().stream()
        .filter(root -> root.allowed() && root.controllers().contains("memory"))
        .findFirst()
        .orElseThrow();
  }

  /** What comes of the deeds, as {@link MemoryModel#play} tells it. */
  static List<Integer> play(MemoryTree tree, Root root) {
    RealMemory real = new RealMemory(tree, root);
    try {
      real.make();
      return real.play();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      GroupRemoval.remove(real.groups.get(0));
    }
  }

  private boolean isV1() {
    return version == CgroupVersion.V1;
  }

  private String limitFile() {
    return isV1() ? "memory.limit_in_bytes" : "memory.max";
  }

  private static String limit(int most) {
    return Long.toString(most * PIECE + FOR_THE_KERNEL);
  }

  private void make() throws IOException {
    for (int group = 0; group < groups.size(); group++) {
      Path directory = Files.createDirectory(groups.get(group));
      withoutSwap(directory);
      Files.writeString(directory.resolve(limitFile()), limit(tree.most().get(group)));
      if (isV1()) {
        Files.writeString(directory.resolve("memory.oom_control"), "1");
      } else if (tree.parents().contains(group)) {
        Files.writeString(directory.resolve("cgroup.subtree_control"), "+memory");
      }
    }
  }

  /** Where there is swap, who meets the limit would be given room instead of a refusal. */
  private void withoutSwap(Path group) throws IOException {
    Path swap = group.resolve(isV1() ? "memory.swappiness" : "memory.swap.max");
    if (Files.exists(swap)) {
      Files.writeString(swap, "0");
    }
  }

  private List<Integer> play() throws IOException {
    List<Integer> seen = new ArrayList<>();
    List<String> told = new ArrayList<>();
    Program program = program(told);
    try (Sandbox sandbox = Sandbox.start(Set.of(), program)) {
      ByteBuffer results =
          ByteBuffer.wrap(sandbox.hear(8 * told.size()).orElseThrow(sandbox::whyNothing))
              .order(ByteOrder.LITTLE_ENDIAN);
      while (results.hasRemaining()) {
        seen.add(results.getLong() >= 0 ? 1 : 0);
      }
      sandbox.awaitPause();
      List<Integer> predicted = tree.play(version);
      seen.addAll(settled(predicted.subList(seen.size(), predicted.size())));
    }
    return seen;
  }

  /** The kernel sums up what its CPUs have counted every two seconds, or when it is much. */
  private List<Integer> settled(List<Integer> predicted) throws IOException {
    long deadline = System.nanoTime() + TO_SUM_UP_NANOS;
    List<Integer> counts = counts();
    while (!counts.equals(predicted) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(PAUSE_NANOS);
      counts = counts();
    }
    return counts;
  }

  private List<Integer> counts() throws IOException {
    String field = isV1() ? "total_shmem " : "shmem ";
    List<Integer> counts = new ArrayList<>();
    for (Path group : groups) {
      for (String line : Files.readAllLines(group.resolve("memory.stat"))) {
        if (line.startsWith(field)) {
          long bytes = Long.parseLong(line.substring(field.length()));
          counts.add((int) Math.round((double) bytes / PIECE));
        }
      }
    }
    return counts;
  }

  /** The player's steps; the names of those whose results it tells. */
  private Program program(List<String> told) {
    // what is kept for other CPUs comes back only some time after it is needed
    Program before = Program.of(bindToTheFirstCpu());
    if (!isV1()) {
      before = before.then(open("adj", "/proc/self/oom_score_adj")).then(write("adj", "-1000"));
    }
    // a move is allowed by who may write to the file of a group above both, whose inode must be
    // there: above a limit there is no memory for one (cgroup_may_write in kernel/cgroup/cgroup.c)
    for (int group = 0; group < groups.size(); group++) {
      before = before.then(open("procs." + group, groups.get(group) + "/cgroup.procs"));
    }
    Program deeds = Program.EMPTY;
    int uses = 0;
    for (MemoryDeed deed : tree.deeds()) {
      String name = "deed." + deeds.steps().size();
      if (deed instanceof MemoryDeed.Move move) {
        deeds = deeds.then(write("procs." + move.group(), "0").named(name));
      } else if (deed instanceof MemoryDeed.Limit limit) {
        before = before.then(open(name, groups.get(limit.group()) + "/" + limitFile()));
        deeds = deeds.then(write(name, limit(limit.most())));
        told.add(name + ".write");
      } else if (deed instanceof MemoryDeed.Free free) {
        deeds = deeds.then(Descriptors.close("use." + free.use()));
      } else if (deed instanceof MemoryDeed.Use) {
        String file = "use." + uses++;
        before = before.then(Step.of(Syscall.MEMFD_CREATE, Arg.of(file), Arg.of(0)).named(file));
        deeds = deeds.then(use(name, file));
        told.add(name);
      }
    }
    // who is above a limit can open nothing, and write to no pipe
    String home = groups.get(0).resolveSibling("cgroup.procs").toString();
    return before
        .then(open("home", home))
        .then(deeds)
        .then(write("home", "0"))
        .then(tell(told))
        .then(Sandbox.PAUSE);
  }

  /** sched_setaffinity(2), with whatever is first of the CPUs that it may use. */
  private static Step bindToTheFirstCpu() {
    byte[] mask = new byte[128];
    Host self = new Host((int) ProcessHandle.current().pid());
    int cpu = Integer.parseInt(self.status("Cpus_allowed_list").split("[-,]", -1)[0]);
    mask[cpu / 8] = (byte) (1 << cpu % 8);
    return Step.of(
        Syscall.SCHED_SETAFFINITY,
        Arg.of(0),
        Arg.of(mask.length),
        new Arg.Bytes(mask, "[" + cpu + "]"));
  }

  private static Step use(String name, String file) {
    return Step.of(Syscall.FALLOCATE, Arg.result(file), Arg.of(0), Arg.of(0), Arg.of(PIECE))
        .named(name)
        .tolerating(Errno.ENOMEM);
  }

  private static Step open(String name, String file) {
    return Descriptors.openToWrite(file).named(name);
  }

  private static Step write(String name, String text) {
    return Descriptors.write(name, text).named(name + ".write").tolerating(Errno.EBUSY);
  }

  private static Program tell(List<String> results) {
    List<Arg.Hole> holes = new ArrayList<>();
    for (String name : results) {
      holes.add(new Arg.Hole(8 * holes.size(), name, Arg.Width.LONG));
    }
    Arg told = new Arg.Bytes("", ByteBuffer.allocate(8 * holes.size()), holes, "<results>");
    return results.isEmpty()
        ? Program.EMPTY
        : Program.of(Step.of(Syscall.WRITE, Arg.of(1), told, Arg.of(8L * holes.size())));
  }
}
