package dev.minidocker.labs.cgroups.limits.model;

import dev.minidocker.labkit.Sandbox;
import dev.minidocker.labs.cgroups.limits.CgroupVersion;
import dev.minidocker.labs.cgroups.limits.GroupRemoval;
import dev.minidocker.labs.cgroups.limits.GroupRoots;
import dev.minidocker.labs.cgroups.limits.GroupRoots.Root;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** The same tree among the kernel's groups, and the same deeds as system calls. */
final class RealTree {
  private final PidsTree tree;
  private final List<Path> groups = new ArrayList<>();

  private RealTree(PidsTree tree, Root root) {
    this.tree = tree;
    String name = "md-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 30));
    for (int parent : tree.parents()) {
      groups.add(
          parent < 0
              ? root.directory().resolve(name)
              : groups.get(parent).resolve("g" + groups.size()));
    }
  }

  /** Where groups that count processes can be made here. */
  static Optional<Root> root() {
    return GroupRoots.ofThisMachine().roots().stream()
        .filter(root -> root.allowed() && root.controllers().contains("pids"))
        .findFirst();
  }

  /** What comes of the deeds, as {@link PidsModel#play} tells it. */
  static List<Integer> play(PidsTree tree, Root root) {
    RealTree real = new RealTree(tree, root);
    try {
      real.make(root);
      return real.play();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      GroupRemoval.remove(real.groups.get(0));
    }
  }

  private void make(Root root) throws IOException {
    boolean v2 = root.version() == CgroupVersion.V2;
    for (int group = 0; group < groups.size(); group++) {
      Files.createDirectory(groups.get(group));
      Files.writeString(groups.get(group).resolve("pids.max"), "" + tree.most().get(group));
      if (v2 && tree.parents().contains(group)) {
        Files.writeString(groups.get(group).resolve("cgroup.subtree_control"), "+pids");
      }
    }
  }

  private List<Integer> play() throws IOException {
    List<Integer> seen = new ArrayList<>();
    try (Sandbox sandbox = Sandbox.start(Set.of(CloneFlag.CLONE_NEWPID), program())) {
      int bytes = 8 * (int) tree.forks();
      ByteBuffer results =
          ByteBuffer.wrap(sandbox.hear(bytes).orElseThrow(sandbox::whyNothing))
              .order(ByteOrder.LITTLE_ENDIAN);
      while (results.hasRemaining()) {
        seen.add(results.getLong() > 0 ? 1 : 0);
      }
      if (!sandbox.awaitPause()) {
        throw new IllegalStateException("it ended before it was looked at");
      }
      for (Path group : groups) {
        seen.add(Integer.parseInt(Files.readString(group.resolve("pids.current")).strip()));
      }
    }
    return seen;
  }

  /** Its children wait for the end of their parent, process 1, which ends them all. */
  private Program program() {
    Program program = Program.EMPTY;
    List<String> forks = new ArrayList<>();
    int number = 0;
    for (Deed deed : tree.deeds()) {
      String name = "deed." + number++;
      if (deed instanceof Deed.Move move) {
        program = program.then(write(name, move.group(), "cgroup.procs", "0"));
      } else if (deed instanceof Deed.Limit limit) {
        program = program.then(write(name, limit.group(), "pids.max", "" + limit.most()));
      } else if (deed instanceof Deed.Fork) {
        forks.add(name);
        program =
            program.then(Tasks.cloneTo("child", Set.of()).named(name).tolerating(Errno.EAGAIN));
      }
    }
    return program
        .then(tell(forks))
        .then(Sandbox.PAUSE)
        .then(Tasks.exit(0))
        .then(
            Tasks.dieWithParent().named("child"),
            Step.of(Syscall.PPOLL, Arg.NULL, Arg.of(0), Arg.NULL, Arg.NULL, Arg.of(0)));
  }

  private Program write(String name, int group, String file, String text) {
    return Program.of(
        Descriptors.openToWrite(groups.get(group) + "/" + file).named(name),
        Descriptors.write(name, text),
        Descriptors.close(name));
  }

  private static Program tell(List<String> results) {
    if (results.isEmpty()) {
      return Program.EMPTY;
    }
    List<Arg.Hole> holes = new ArrayList<>();
    for (String name : results) {
      holes.add(new Arg.Hole(8 * holes.size(), name, Arg.Width.LONG));
    }
    Arg told = new Arg.Bytes("", ByteBuffer.allocate(8 * holes.size()), holes, "<results>");
    return Program.of(Step.of(Syscall.WRITE, Arg.of(1), told, Arg.of(8L * holes.size())));
  }
}
