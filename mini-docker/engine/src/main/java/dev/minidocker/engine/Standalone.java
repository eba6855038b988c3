package dev.minidocker.engine;

import dev.minidocker.labs.unionfs.OverlayConfig;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a container needs that nobody watches: a starter that waits for it, and a place for its
 * changes.
 *
 * @param scratch an empty directory of the host
 */
public record Standalone(Path scratch) {
  static final int FIRST_FREE_FD = 3;

  private static final String CLONE = "container.clone";
  private static final String EXIT = "starter.exit";
  private static final int STDERR = 2;

  /** Where the parts of the root file system will be, once the scratch directory is covered. */
  public ContainerPaths paths() {
    return ContainerPaths.in(scratch);
  }

  Program starter(String containerStart, Set<CloneFlag> flags) {
    EnumSet<CloneFlag> ownChild = EnumSet.copyOf(flags);
    ownChild.remove(CloneFlag.CLONE_PARENT);
    return Program.of(
        Descriptors.closeFrom(FIRST_FREE_FD),
        Tasks.umask(0).because("modes below mean what they say"),
        Tasks.cloneTo(containerStart, ownChild).named(CLONE),
        // the status is 256 times the exit code: stored one byte early, the code is what exit_group
        // gets
        Step.of(Syscall.WAIT4, Arg.result(CLONE), new Arg.Slot(EXIT, 0, -1), Arg.of(0), Arg.NULL)
            .because("end when the container ends, and with its exit code"),
        Tasks.exit(0).named(EXIT));
  }

  Program directories(OverlayConfig root) {
    return Program.of(
        Mounts.mount("tmpfs", scratch.toString(), "tmpfs", "mode=700", new MountFlag[0])
            .because("changes live in memory, in this namespace only"),
        Nodes.directory(root.upper().toString(), 0755),
        Nodes.directory(root.work().toString(), 0700),
        Nodes.directory(root.target().toString(), 0700));
  }

  /** Like {@link Tasks#execFirstOf}, but it is the user who is told. */
  Program exec(Blueprint plan) {
    String message = plan.argv().get(0) + ": not found in the container, or not executable\n";
    int length = message.getBytes(StandardCharsets.UTF_8).length;
    Program candidates = Tasks.execFirstOf(plan.executables(), plan.argv(), plan.environment());
    Step tell = Step.of(Syscall.WRITE, Arg.of(STDERR), Arg.of(message), Arg.of(length));
    return candidates.with(plan.executables().size(), tell);
  }
}
