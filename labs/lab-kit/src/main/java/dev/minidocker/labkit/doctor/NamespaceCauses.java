package dev.minidocker.labkit.doctor;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Errno;
import java.util.Arrays;
import java.util.Optional;

/** Why namespaces are refused; user_namespaces(7), "Errors" of unshare(2). */
record NamespaceCauses(Machine machine, Trials trials) {
  static final Cause SECCOMP =
      new Cause(
          "seccomp",
          "A seccomp filter answers in the kernel's place. It comes from what this runs in.",
          "docker run --security-opt seccomp=unconfined …");

  private static final String CLONE_SWITCH = "kernel.unprivileged_userns_clone";
  private static final String APPARMOR = "kernel.apparmor_restrict_unprivileged_userns";

  Cause of(Outcome outcome, CloneFlag... flags) {
    if (outcome.death().isPresent() || trials.isUnshareFiltered(flags)) {
      return SECCOMP;
    } else if (outcome.is(Errno.ENOSPC)) {
      return limit(flags);
    } else if (outcome.is(Errno.EINVAL)) {
      return new Cause(
          "kernel", "This kernel was built without such namespaces.", "use a newer kernel");
    }
    return forbidden();
  }

  private Cause limit(CloneFlag... flags) {
    Optional<String> zero =
        Arrays.stream(flags)
            .map(flag -> "user.max_" + flag.kind().orElseThrow() + "_namespaces")
            .filter(name -> machine.settingIs(name, "0"))
            .findFirst();
    return zero.map(name -> new Cause(name, name + " is 0.", "sudo sysctl -w " + name + "=10000"))
        .orElse(
            new Cause(
                "limit",
                "As many namespaces as allowed are in use or nested, here or around this user"
                    + " namespace.",
                "end some containers, or: sudo sysctl -w user.max_user_namespaces=10000"));
  }

  private Cause forbidden() {
    if (machine.settingIs(CLONE_SWITCH, "0")) {
      return new Cause(
          CLONE_SWITCH, CLONE_SWITCH + " is 0.", "sudo sysctl -w " + CLONE_SWITCH + "=1");
    } else if (machine.settingIs(APPARMOR, "1")) {
      return new Cause(
          APPARMOR,
          "AppArmor leaves user namespaces without privileges: " + APPARMOR + " is 1.",
          "sudo sysctl -w " + APPARMOR + "=0");
    } else if (machine.hasProc() && machine.mountAt("/").isEmpty()) {
      return new Cause(
          "chroot",
          "This runs in a chroot, where the kernel makes no user namespaces.",
          "enter the directory by pivot_root in a mount namespace");
    }
    return new Cause(
        "security-module",
        "Something forbids it: a security module, or ids without a mapping in /proc/self/uid_map.",
        "sudo dmesg | tail");
  }
}
