package dev.minidocker.labs.cgroups.limits;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.file.Path;
import java.util.List;

/**
 * The reference implementation. The limits of a group are files in it too; they stay with who set
 * them, because they are what the user is not to exceed.
 */
public final class GroupDelegation implements DelegationMechanism {

  /** As {@code /sys/kernel/cgroup/delegate} lists them, of those that make and move. */
  private static final List<String> FILES =
      List.of("cgroup.procs", "cgroup.threads", "cgroup.subtree_control");

  @Override
  public Program delegate(Group group, int uid, int gid) {
    Path directory = group.toBeBornIn().orElseThrow();
    Program program =
        Program.of(
            give(directory, uid, gid).because("who owns a directory may make directories in it"));
    for (String file : FILES) {
      program =
          program.then(
              give(directory.resolve(file), uid, gid)
                  .tolerating(Errno.ENOENT) // threads came with Linux 4.14
                  .because("who may write to it here may move what is below"));
    }
    return program.inChapter("cgroups");
  }

  /** {@code int fchownat(int dirfd, const char *path, uid_t owner, gid_t group, int flags)}. */
  private static Step give(Path path, int uid, int gid) {
    return Step.of(
        Syscall.FCHOWNAT, Nodes.HERE, Arg.of(path.toString()), Arg.of(uid), Arg.of(gid), Arg.of(0));
  }
}
