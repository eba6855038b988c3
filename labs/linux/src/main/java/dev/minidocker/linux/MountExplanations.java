package dev.minidocker.linux;

import dev.minidocker.linux.proc.MountInfo;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Why a step that arranges mounts was refused; mount(2), pivot_root(2), mount_namespaces(7). */
final class MountExplanations {
  private static final int TARGET = 1;
  private static final int TYPE = 2;
  private static final int FLAGS = 3;
  private static final int DATA = 4;

  /** File systems that overlayfs does not take as an upper layer. */
  private static final Set<String> NO_UPPER_LAYER =
      Set.of("overlay", "nfs", "nfs4", "vfat", "exfat", "9p", "cifs", "fuseblk", "virtiofs");

  private final Situation situation;

  MountExplanations(Situation situation) {
    this.situation = situation;
  }

  String explain(Refused refused) {
    return switch (refused.errno()) {
      case EPERM -> notAllowed(refused);
      case ENODEV -> refused.text(TYPE).map(this::unknownType).orElse("");
      case EINVAL -> invalid(refused);
      case EBUSY ->
          refused.call() == Syscall.PIVOT_ROOT
              ? "The new root is on the mount that is the root already. Bind it onto itself first."
              : "Something still uses the mount: a working directory, an open file, or a mount below"
                  + " it. Detach it with MNT_DETACH.";
      default -> "";
    };
  }

  private String notAllowed(Refused refused) {
    boolean inside = refused.inNewUserNamespace() || situation.inUserNamespace();
    if (!refused.inNewUserNamespace() && situation.lacks(Capability.CAP_SYS_ADMIN)) {
      return "This needs CAP_SYS_ADMIN in the user namespace that owns the mounts. Run as root, or"
          + " make a user namespace and a mount namespace first.";
    } else if (situation.parameterIs(NamespaceExplanations.APPARMOR, "1") && inside) {
      return NamespaceExplanations.APPARMOR_RESTRICTS;
    } else if (refused.has(FLAGS, MountFlag.MS_REMOUNT) && refused.call() == Syscall.MOUNT) {
      return lockedFlags(refused);
    } else if (inside && refused.call() == Syscall.MOUNT) {
      return newInUserNamespace(refused);
    }
    return situation.isFiltered()
        ? "A seccomp filter forbids mounting here. " + NamespaceExplanations.LIFT_THE_FILTER
        : "";
  }

  private String lockedFlags(Refused refused) {
    String target = refused.text(TARGET).orElse("");
    Optional<MountInfo> mount =
        refused.isElsewhere() ? Optional.empty() : situation.mountOf(target);
    String flags =
        mount
            .map(MountInfo::options)
            .map(all -> all.stream().filter(LOCKABLE::contains).toList())
            .filter(locked -> !locked.isEmpty())
            .map(locked -> " (here " + String.join(",", locked) + ")")
            .orElse("");
    return "Flags of a mount that came from outside the user namespace"
        + flags
        + " are locked. Name them again in the remount.";
  }

  private static final List<String> LOCKABLE =
      List.of("ro", "nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime");

  private String newInUserNamespace(Refused refused) {
    return switch (refused.text(TYPE).orElse("")) {
      case "proc" -> procNotFullyVisible();
      case "sysfs" -> needsOwn("sysfs", "network", CloneFlag.CLONE_NEWNET);
      case "mqueue" -> needsOwn("mqueue", "IPC", CloneFlag.CLONE_NEWIPC);
      case "cgroup", "cgroup2" -> needsOwn("cgroups", "cgroup", CloneFlag.CLONE_NEWCGROUP);
      default ->
          "In a user namespace only some file systems may be mounted (tmpfs, proc, sysfs, overlay,"
              + " devpts, mqueue, fuse). Mount others as root and bind them.";
    };
  }

  private static String needsOwn(String type, String shown, CloneFlag flag) {
    return type
        + " shows the "
        + shown
        + " namespace, and that belongs to another user namespace. Make one of your own ("
        + flag.name()
        + "), or bind the mount of the host.";
  }

  private String procNotFullyVisible() {
    List<String> covers =
        situation.mounts().stream()
            .map(MountInfo::mountPoint)
            .filter(point -> point.startsWith("/proc/"))
            .toList();
    return covers.isEmpty()
        ? "A new proc needs a process-id namespace that the same user namespace owns. Make one"
            + " (CLONE_NEWPID), or bind the host's /proc."
        : "The container around this one covers parts of /proc ("
            + covers.get(0)
            + (covers.size() > 1 ? " and " + (covers.size() - 1) + " more" : "")
            + "), and a new proc would show them. Start it with docker run --security-opt"
            + " systempaths=unconfined, or bind its /proc.";
  }

  private String unknownType(String type) {
    List<String> known =
        situation.text("/proc/filesystems").stream()
            .flatMap(String::lines)
            .map(line -> line.replaceFirst("^nodev", "").trim())
            .toList();
    return "The kernel knows no file system \""
        + type
        + "\" now. It knows: "
        + String.join(", ", known)
        + ". If it is a module: modprobe "
        + type;
  }

  private String invalid(Refused refused) {
    if (refused.call() == Syscall.PIVOT_ROOT) {
      return pivot(refused);
    } else if (refused.call() == Syscall.UMOUNT2) {
      return "Nothing is mounted there, or the mount came from outside and is locked.";
    } else if (refused.call() == Syscall.MOVE_MOUNT) {
      return "What is mounted and what is at the target must both be directories, or both files."
          + " Mount it at another place.";
    } else if (refused.call() == Syscall.MOUNT && refused.text(TYPE).equals(OVERLAY)) {
      return overlay(refused);
    }
    return refused.call() == Syscall.MOUNT && refused.has(FLAGS, MountFlag.MS_BIND)
        ? "Mounts below the source came from outside and are locked to it, or it is unbindable. Bind"
            + " recursively (MS_REC)."
        : "";
  }

  private static final Optional<String> OVERLAY = Optional.of("overlay");

  private String overlay(Refused refused) {
    String data = refused.text(DATA).orElse("");
    Optional<MountInfo> upper = option(data, "upperdir").flatMap(situation::mountOf);
    Optional<MountInfo> work = option(data, "workdir").flatMap(situation::mountOf);
    Optional<String> type = upper.map(MountInfo::type).filter(NO_UPPER_LAYER::contains);
    if (refused.isElsewhere()) {
      return "";
    } else if (type.isPresent()) {
      return "upperdir is on "
          + type.get()
          + ", which cannot be an upper layer. Put it on another file system, such as ext4, xfs or"
          + " tmpfs.";
    } else if (upper.isPresent() && work.isPresent() && !upper.equals(work)) {
      return "upperdir and workdir must be on the same mount; they are on "
          + upper.get().mountPoint()
          + " and "
          + work.get().mountPoint()
          + ".";
    }
    return "A layer cannot be used, or an option is unknown"
        + (data.contains("userxattr") ? " (userxattr needs Linux 5.11)" : "")
        + ". The kernel's log may say which: dmesg.";
  }

  private static Optional<String> option(String data, String name) {
    return List.of(data.split(",", -1)).stream()
        .filter(option -> option.startsWith(name + "="))
        .map(option -> option.substring(name.length() + 1))
        .findFirst();
  }

  private String pivot(Refused refused) {
    String newRoot = refused.text(0).orElse("");
    boolean mounted =
        refused.before().stream()
                .anyMatch(step -> step.toString().contains(Strace.quote(newRoot)) && mounts(step))
            || situation.mounts().stream().anyMatch(m -> m.mountPoint().equals(newRoot));
    boolean shared =
        refused.before().stream().noneMatch(MountExplanations::endsSharing)
            && situation.mountOf("/").filter(mount -> mount.shared().isPresent()).isPresent();
    if (!mounted) {
      return newRoot + " is not a mount point. Bind it onto itself first.";
    } else if (shared) {
      return "The root mount is shared, and the change of root would reach others. Make all mounts"
          + " private first: mount(NULL, \"/\", NULL, MS_REC|MS_PRIVATE, NULL).";
    }
    return "The new root must be a mount point; neither it, its parent nor the old root may be"
        + " shared; and the old root must not be the kernel's initial rootfs.";
  }

  private static boolean mounts(Step step) {
    return step.call() == Syscall.MOUNT || step.call() == Syscall.MOVE_MOUNT;
  }

  private static boolean endsSharing(Step step) {
    return step.call() == Syscall.MOUNT
        && (step.toString().contains("MS_PRIVATE") || step.toString().contains("MS_SLAVE"));
  }
}
