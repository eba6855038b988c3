package dev.minidocker.labkit.doctor;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.TrialOverlay;
import dev.minidocker.labkit.doctor.Finding.Stops;
import dev.minidocker.linux.CloneFlag;
import java.io.UncheckedIOException;

/** The attributes by which layers say what is no more, on a file system in memory; xattr(7). */
final class OverlayMarksProbe implements Probe {
  private static final String CAPABILITY = "overlay-marks";

  @Override
  public Finding look(Machine machine, Trials trials) {
    Stops stops = Stops.of(Need.OVERLAY);
    CloneFlag[] flags = trials.flags(CloneFlag.CLONE_NEWNS);
    Outcome outcome;
    try {
      outcome = trials.of(trials.enter(flags).then(TrialOverlay.program()));
    } catch (UncheckedIOException e) {
      return Finding.no(CAPABILITY, e.getMessage(), ProcProbe.NO_PROC, stops);
    }
    return outcome.isAllowed()
        ? Finding.yes(CAPABILITY, outcome, stops)
        : Finding.no(CAPABILITY, outcome, cause(machine, trials, outcome, flags), stops);
  }

  private static Cause cause(Machine machine, Trials trials, Outcome outcome, CloneFlag... flags) {
    if (outcome.call().startsWith("unshare")) {
      return new NamespaceCauses(machine, trials).of(outcome, flags);
    } else if (!outcome.call().startsWith("lsetxattr")) {
      return new MountCauses(machine, trials).ofOverlay(outcome);
    }
    return trials.isRoot()
        ? new Cause(
            "root-of-a-user-namespace",
            "Root of a user namespace may not set trusted attributes, which mark layers.",
            "run as root of the host, or as an ordinary user")
        : new Cause(
            "kernel",
            "This kernel keeps no attributes of users in memory; Linux 6.6 does.",
            "run as root, or use a newer kernel");
  }
}
