package dev.minidocker.bench;

import dev.minidocker.engine.Host;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Child;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Launcher;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A mount namespace in which cgroup v1 is alone: crun refuses to run where it sees v1 and v2 side
 * by side.
 */
final class CgroupView implements AutoCloseable {
  private static final Path VERSION_2_BESIDE_1 = Path.of("/sys/fs/cgroup/unified");
  private static final int AT_FDCWD = -100;
  private static final String NAMESPACE = "namespace";

  private final Optional<Child> holder;

  private CgroupView(Optional<Child> holder) {
    this.holder = holder;
  }

  /** The view; where v1 and v2 are not mixed, or we may not make one, it is the host's own. */
  static CgroupView withoutVersion2() {
    boolean needed = Files.isDirectory(VERSION_2_BESIDE_1) && Executable.find("crun").isPresent();
    Optional<Path> sleep = Executable.find("sleep");
    if (!needed || sleep.isEmpty() || Host.current().rootless()) {
      return new CgroupView(Optional.empty());
    }
    Program program =
        Program.of(
            Tasks.dieWithParent(),
            Tasks.unshare(CloneFlag.CLONE_NEWNS),
            Mounts.propagationBelow("/", MountFlag.MS_PRIVATE),
            Mounts.detach(VERSION_2_BESIDE_1.toString()),
            Descriptors.closeOnExecFrom(Report.FD),
            Tasks.exec(sleep.get().toString(), List.of("sleep", "infinity"), List.of()));
    Child holder = Launcher.launch(program, Launcher.Setting.INHERITED);
    holder.awaitStart();
    return new CgroupView(Optional.of(holder));
  }

  /** The steps by which a process enters this view. */
  Program entry() {
    return holder
        .map(
            child ->
                Program.of(
                    Step.of(
                            Syscall.OPENAT,
                            Arg.of(AT_FDCWD),
                            Arg.of("/proc/" + child.pid() + "/ns/mnt"),
                            Arg.of(0))
                        .named(NAMESPACE),
                    Tasks.enter(NAMESPACE, CloneFlag.CLONE_NEWNS)))
        .orElse(Program.EMPTY);
  }

  @Override
  public void close() {
    holder.ifPresent(Child::close);
  }
}
