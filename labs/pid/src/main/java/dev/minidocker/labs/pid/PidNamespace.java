package dev.minidocker.labs.pid;

import static dev.minidocker.linux.MountFlag.MS_NODEV;
import static dev.minidocker.linux.MountFlag.MS_NOEXEC;
import static dev.minidocker.linux.MountFlag.MS_NOSUID;

import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;

/** The reference implementation; pid_namespaces(7). */
public final class PidNamespace implements PidMechanism {

  @Override
  public Program mountProc() {
    return Program.of(
            Nodes.directory("/proc", 0555)
                .tolerating(Errno.EEXIST)
                .because("an image may lack the mount point"),
            Descriptors.openWithoutLinks("/proc")
                .named("proc.place")
                .because("an image may have a link here, which leads anywhere"),
            Descriptors.close("proc.place").because("it was only to see"),
            Mounts.mount("proc", "/proc", "proc", null, MS_NOSUID, MS_NODEV, MS_NOEXEC)
                .because("a proc mounted from inside shows the processes of this namespace only"))
        .inChapter("pid");
  }

  @Override
  public Program init(Program command) {
    return InitProgram.around(command).inChapter("pid");
  }
}
