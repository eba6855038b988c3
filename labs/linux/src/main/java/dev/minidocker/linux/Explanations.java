package dev.minidocker.linux;

import dev.minidocker.linux.proc.MountInfo;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Why the kernel refused, in this very situation, and what to do: one or two sentences for the
 * refusals from which something can be learned, and nothing for the others.
 *
 * <p>This looks at the machine after the refusal, so it costs nothing where none happens. It speaks
 * of paths only while a program still has the root directory of its starter.
 */
public final class Explanations {
  private static final String NOTHING = "";

  private final Situation situation;

  Explanations(Situation situation) {
    this.situation = situation;
  }

  /** The explanation of a refused call on this machine, or "". */
  static String of(Refused refused) {
    try {
      return new Explanations(Situation.HERE).explain(refused);
    } catch (InvalidPathException e) {
      return NOTHING; // a name that has no form in this JVM's locale cannot be looked at
    }
  }

  /**
   * What would be said on this machine, were the kernel to refuse this step of a program so; only
   * what has to do with this very call, or "".
   */
  public static String ofCall(Program program, int index, Errno errno) {
    return new Explanations(Situation.HERE).special(Refused.inProgram(program, index, errno));
  }

  /** What would be said on this machine of a refusal, whatever the call; "" if it depends. */
  public static String inGeneral(Errno errno) {
    return of(Refused.byKernel(Syscall.GETPID, new Object[0], errno));
  }

  /** Of a call that did less than was asked, which is no refusal. */
  static String ofTooLittle(Syscall call) {
    return switch (call) {
      case READ -> "Whoever should have written has ended or closed its end.";
      case WRITE -> "Only a part was written.";
      default -> NOTHING;
    };
  }

  String explain(Refused refused) {
    String special = special(refused);
    return special.isEmpty() ? general(refused) : special;
  }

  private String special(Refused refused) {
    return switch (refused.call()) {
      case UNSHARE, CLONE, CLONE3, SETNS -> new NamespaceExplanations(situation).explain(refused);
      case MOUNT, UMOUNT2, PIVOT_ROOT, MOVE_MOUNT, OPEN_TREE, MOUNT_SETATTR ->
          new MountExplanations(situation).explain(refused);
      case EXECVE -> new ExecExplanations(situation).explain(refused);
      case WRITE,
          OPENAT,
          SETHOSTNAME,
          SETDOMAINNAME,
          SETGROUPS,
          SETRESUID,
          SETRESGID,
          CHROOT,
          MKNODAT ->
          new PrivilegeExplanations(situation).explain(refused);
      default -> NOTHING;
    };
  }

  private String general(Refused refused) {
    return switch (refused.errno()) {
      case ENOENT, ENOTDIR, EACCES -> path(refused);
      case ELOOP ->
          "Symbolic links on the way lead in a circle, or there is one where none may be.";
      case EXDEV -> mountInTheWay(refused);
      case EROFS -> readOnly(refused);
      case ENOSPC -> "The file system" + name(refused) + " is full. See df -h, and df -i.";
      case EDQUOT -> "The quota of this user is used up. See quota -s.";
      case EMFILE ->
          "This process has as many descriptors open as it may"
              + limit("Max open files")
              + ". Raise it with ulimit -n.";
      case ENFILE -> "The whole machine has too many files open. Raise fs.file-max.";
      case EOVERFLOW ->
          "The user or group of this process has no id in the user namespace that owns the file"
              + " system. Write uid_map and gid_map before making files.";
      case EAGAIN ->
          switch (refused.call()) {
            case CLONE3 -> NamespaceExplanations.TOO_MANY_PROCESSES;
            case READ ->
                "The other process was killed before it was ready. Try again; if memory was short,"
                    + " dmesg tells.";
            default -> NOTHING;
          };
      case ENOSYS ->
          situation.isFiltered()
              ? "A seccomp filter hides this call, or the kernel is too old for it. "
                  + NamespaceExplanations.LIFT_THE_FILTER
              : "This kernel is too old for this call, or was built without it.";
      default -> NOTHING;
    };
  }

  /** Which part of a path is in the way. */
  private String path(Refused refused) {
    String path = refused.path().orElse(NOTHING);
    if (refused.isElsewhere() && refused.errno() == Errno.ENOTDIR) {
      return "In the container this path, or a part of it, is a file. Choose another.";
    } else if (refused.isElsewhere() && refused.errno() == Errno.ENOENT) {
      return "In the container this path, or a part of it, is missing or is a link to nothing.";
    } else if (path.isEmpty() || refused.isElsewhere()) {
      return NOTHING;
    }
    Path walked = Path.of("/");
    for (Path part : Path.of(path)) {
      Path parent = situation.at(walked.toString());
      walked = walked.resolve(part);
      if (!Files.isDirectory(parent)) {
        return walked.getParent() + " is not a directory.";
      } else if (!Files.isExecutable(parent)) {
        return "This user may not search the directory "
            + walked.getParent()
            + ". Give it permission with chmod o+x, or run as its owner.";
      } else if (!situation.exists(walked.toString()) && refused.errno() == Errno.ENOENT) {
        boolean last = walked.equals(Path.of(path).normalize());
        return walked
            + (last ? " does not exist." : " does not exist, on the way to " + path + ".");
      }
    }
    return NOTHING;
  }

  private static String mountInTheWay(Refused refused) {
    return refused.call() == Syscall.OPENAT2 && refused.isElsewhere()
        ? "Something is mounted over the root of the container: a mount point of the image, such as"
            + " /proc or /sys, is a symbolic link that leads there. Make it a directory."
        : NOTHING;
  }

  private String readOnly(Refused refused) {
    String advice = " Write to another place, or mount a tmpfs or a volume there.";
    if (refused.isElsewhere() || refused.path().isEmpty()) {
      return "The file system is mounted read-only." + advice;
    }
    return situation
        .mountOf(refused.path().get())
        .map(MountInfo::mountPoint)
        .map(mount -> "The mount at " + mount + " is read-only." + advice)
        .orElse(NOTHING);
  }

  private String name(Refused refused) {
    return refused
        .path()
        .or(() -> refused.file(situation))
        .filter(path -> !refused.isElsewhere())
        .flatMap(situation::mountOf)
        .map(mount -> " at " + mount.mountPoint() + " (" + mount.type() + ")")
        .orElse(NOTHING);
  }

  /** The soft limit of this name in /proc/self/limits, as " (1024)". */
  private String limit(String name) {
    return situation
        .text("/proc/self/limits")
        .flatMap(limits -> limits.lines().filter(line -> line.startsWith(name)).findFirst())
        .map(line -> " (" + line.substring(name.length()).trim().split(" +", 2)[0] + ")")
        .orElse(NOTHING);
  }
}
