package dev.minidocker.engine;

import dev.minidocker.engine.storage.ContainerPaths;
import dev.minidocker.labs.pid.EndAsChild;
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
  private static final EndAsChild END = new EndAsChild("starter");
  private static final int STDERR = 2;

  Program starter(String containerStart, Set<CloneFlag> flags) {
    EnumSet<CloneFlag> ownChild = EnumSet.copyOf(flags);
    ownChild.remove(CloneFlag.CLONE_PARENT);
    return Program.of(
            Descriptors.closeFrom(FIRST_FREE_FD)
                .because("what the caller left open is not the container's business"),
            Tasks.umask(0).because("modes below mean what they say"),
            END.openAccumulator(),
            Tasks.cloneTo(containerStart, ownChild)
                .named(CLONE)
                .because("the container: a child of this process, alone in new namespaces"),
            Step.of(Syscall.WAIT4, Arg.result(CLONE), END.status(), Arg.of(0), Arg.NULL)
                .because("wait for its end"))
        .then(END.asTheChildEnded("starter.ended"));
  }

  Program directories() {
    ContainerPaths root = ContainerPaths.in(scratch);
    return Program.of(
        Mounts.mount("tmpfs", scratch.toString(), "tmpfs", "mode=700", new MountFlag[0])
            .because("changes live in memory, in this namespace only"),
        Nodes.directory(root.upper().toString(), 0755).because("what the container changes"),
        Nodes.directory(root.work().toString(), 0700).because("for overlayfs's own use"),
        Nodes.directory(root.merged().toString(), 0700).because("where the union appears"));
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
