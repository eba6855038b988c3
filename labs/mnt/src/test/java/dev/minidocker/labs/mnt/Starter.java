package dev.minidocker.labs.mnt;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNS;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWUSER;

import dev.minidocker.labs.user.UserConfig;
import dev.minidocker.labs.user.UserNamespace;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.util.List;

/** How a test program comes to a mount namespace in which it may do what it likes. */
public enum Starter {
  /** As root of this machine. */
  ROOT {
    @Override
    public Program program() {
      return Program.of(Tasks.unshare(CLONE_NEWNS));
    }
  },
  /** As root of a user namespace, which anybody may be. */
  ANYBODY {
    @Override
    public Program program() {
      int uid = (int) Kernel.call(Syscall.GETUID);
      int gid = (int) Kernel.call(Syscall.GETGID);
      return Program.of(Tasks.unshare(CLONE_NEWUSER, CLONE_NEWNS))
          .then(new UserNamespace().program(UserConfig.single(0, uid, 0, gid)));
    }
  };

  /** The steps that make the namespaces. */
  public abstract Program program();

  /** Those that whoever runs the tests can be. */
  public static List<Starter> possible() {
    boolean root = Kernel.call(Syscall.GETUID) == 0;
    return root ? List.of(values()) : List.of(ANYBODY);
  }
}
