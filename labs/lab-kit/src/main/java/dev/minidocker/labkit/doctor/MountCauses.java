package dev.minidocker.labkit.doctor;

import dev.minidocker.linux.Errno;

/** Why a mount of an overlay is refused. */
record MountCauses(Machine machine, Trials trials) {

  static boolean isFiltered(Trials trials, boolean withData) {
    return !trials.mountOfNothing(withData).is(Errno.EFAULT);
  }

  Cause ofOverlay(Outcome outcome) {
    if (outcome.death().isPresent() || isFiltered(trials, true)) {
      return NamespaceCauses.SECCOMP;
    } else if (outcome.is(Errno.ENODEV)) {
      return new Cause(
          "kernel", "This kernel has no overlay file system.", "sudo modprobe overlay");
    } else if (outcome.is(Errno.EPERM) && outcome.call().startsWith("mount(\"overlay\"")) {
      return new Cause(
          "kernel",
          "This kernel mounts overlays only for root of the host; Linux 5.11 does for others.",
          "run as root, or use a newer kernel");
    } else if (!machine.hasProc()) {
      return ProcProbe.NO_PROC; // through which ids are mapped
    }
    return new Cause(
        "kernel", "The kernel refuses it, and tells only its log why.", "sudo dmesg | tail");
  }
}
