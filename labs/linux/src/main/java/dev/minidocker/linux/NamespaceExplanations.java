package dev.minidocker.linux;

import dev.minidocker.linux.proc.Namespace.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Why clone3, unshare or setns was refused; user_namespaces(7), "Errors" of clone(2) and
 * unshare(2).
 */
final class NamespaceExplanations {
  static final String LIFT_THE_FILTER =
      "It comes from the container around this one: start that with docker run --security-opt"
          + " seccomp=unconfined, or with --privileged.";

  static final String TOO_MANY_PROCESSES =
      "A limit on processes is reached: of this user (ulimit -u), of the cgroup (pids.max), or of"
          + " the machine (kernel.threads-max, kernel.pid_max).";

  private final Situation situation;

  NamespaceExplanations(Situation situation) {
    this.situation = situation;
  }

  String explain(Refused refused) {
    if (refused.call() == Syscall.SETNS) {
      return enter(refused);
    }
    return switch (refused.errno()) {
      case EPERM -> notAllowed(refused);
      case ENOSPC -> limit(kindsIn(refused));
      case EINVAL -> invalid(refused);
      default -> "";
    };
  }

  private String notAllowed(Refused refused) {
    if (!kindsIn(refused).contains(CloneFlag.CLONE_NEWUSER)) {
      return withoutUserNamespace(refused);
    } else if (situation.parameterIs("kernel.unprivileged_userns_clone", "0")) {
      return "On this machine only root may make user namespaces"
          + " (kernel.unprivileged_userns_clone=0). As root: sysctl -w"
          + " kernel.unprivileged_userns_clone=1";
    } else if (situation.parameterIs(APPARMOR, "1") && !situation.isFiltered()) {
      return APPARMOR_RESTRICTS;
    } else if (situation.isFiltered()) {
      return "A seccomp filter forbids user namespaces here. " + LIFT_THE_FILTER;
    } else if (isChrooted()) {
      return "This process is in a chroot, where the kernel makes no user namespaces. Enter the"
          + " directory by pivot_root in a mount namespace instead of by chroot.";
    }
    return "Something on this machine forbids user namespaces: a security module (AppArmor,"
        + " SELinux), or ids without a mapping in /proc/self/uid_map. The kernel's log may say what:"
        + " dmesg.";
  }

  static final String APPARMOR = "kernel.apparmor_restrict_unprivileged_userns";

  static final String APPARMOR_RESTRICTS =
      "AppArmor lets only programs that have a profile for it use user namespaces ("
          + APPARMOR
          + "=1). As root: sysctl -w "
          + APPARMOR
          + "=0, or write a profile with \"userns,\" for java.";

  private String withoutUserNamespace(Refused refused) {
    if (kindsIn(refused).isEmpty()) {
      return "";
    } else if (refused.inNewUserNamespace() && situation.parameterIs(APPARMOR, "1")) {
      return APPARMOR_RESTRICTS;
    } else if (situation.lacks(Capability.CAP_SYS_ADMIN)) {
      return "Every namespace but a user namespace needs CAP_SYS_ADMIN, and this process does not"
          + " have it. Run as root, or make a user namespace first: inside one there is every"
          + " capability.";
    }
    return situation.isFiltered()
        ? "A seccomp filter forbids new namespaces here. " + LIFT_THE_FILTER
        : "";
  }

  /** In a chroot, no mount is at what looks like the root. */
  private boolean isChrooted() {
    return !situation.mounts().isEmpty()
        && situation.mounts().stream().noneMatch(mount -> mount.mountPoint().equals("/"));
  }

  private String limit(List<CloneFlag> flags) {
    for (CloneFlag flag : flags) {
      String parameter = "user.max_" + flag.kind().orElseThrow() + "_namespaces";
      if (situation.parameterIs(parameter, "0")) {
        return "This machine allows no such namespace ("
            + parameter
            + "=0). As root: sysctl -w "
            + parameter
            + "=10000";
      }
    }
    return "This user has as many namespaces as allowed (user.max_*_namespaces), or they are nested"
        + " more than 32 deep. End some containers, or raise the limit as root.";
  }

  private String invalid(Refused refused) {
    Optional<Kind> missing =
        kindsIn(refused).stream()
            .flatMap(flag -> flag.kind().stream())
            .filter(kind -> situation.exists("/proc/self/status"))
            .filter(kind -> situation.link("/proc/self/ns/" + kind).isEmpty())
            .findFirst();
    if (missing.isPresent()) {
      return "This kernel has no "
          + missing.get()
          + " namespaces. Use one built with CONFIG_"
          + missing.get().name().replace("MNT", "NAMESPACES")
          + (missing.get() == Kind.MNT ? "." : "_NS.");
    }
    boolean byThisJvm = refused.before().isEmpty() && refused.call() == Syscall.UNSHARE;
    return byThisJvm && kindsIn(refused).contains(CloneFlag.CLONE_NEWUSER) && hasThreads()
        ? "A process with several threads, such as a JVM, cannot change its user namespace. Let a"
            + " program do it."
        : "";
  }

  private boolean hasThreads() {
    return situation.status().filter(status -> status.threads() > 1).isPresent();
  }

  private String enter(Refused refused) {
    return switch (refused.errno()) {
      case EPERM ->
          "Entering a namespace needs CAP_SYS_ADMIN in the user namespace that owns it. Run as the"
              + " user who started the container, and enter its user namespace first.";
      case EINVAL ->
          "The descriptor is of another kind of namespace, or it is the user namespace that the"
              + " process is in already, or the process has several threads.";
      default -> "";
    };
  }

  private static List<CloneFlag> kindsIn(Refused refused) {
    long flags = refused.cloneFlags();
    return Arrays.stream(CloneFlag.values())
        .filter(flag -> flag.kind().isPresent() && (flags & flag.bits()) != 0)
        .toList();
  }
}
