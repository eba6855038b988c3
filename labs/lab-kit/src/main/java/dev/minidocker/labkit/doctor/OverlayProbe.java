package dev.minidocker.labkit.doctor;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNS;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWUSER;

import dev.minidocker.labkit.doctor.Finding.Stops;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import java.util.List;

/**
 * An overlay whose layers are in memory; {@code Documentation/filesystems/overlayfs.rst}.
 *
 * @param asUser whether in a user namespace in any case, or only for who is not root
 */
record OverlayProbe(boolean asUser) implements Probe {
  /** A directory that there is everywhere; in the trial's mount namespace it is covered. */
  private static final String PLACE = "/tmp";

  @Override
  public Finding look(Machine machine, Trials trials) {
    String capability = asUser ? "overlay-in-user-namespaces" : "overlay";
    Stops stops = asUser && trials.isRoot() ? Stops.NOTHING : Stops.mounting("overlay");
    CloneFlag[] flags =
        asUser ? new CloneFlag[] {CLONE_NEWUSER, CLONE_NEWNS} : trials.flags(CLONE_NEWNS);
    boolean mapped = List.of(flags).contains(CLONE_NEWUSER);
    Outcome outcome = trials.of(trials.enter(flags).then(layers()).then(overlay(mapped)));
    if (outcome.isAllowed()) {
      return Finding.yes(capability, outcome, stops);
    }
    Cause cause =
        outcome.call().startsWith("unshare")
            ? new NamespaceCauses(machine, trials).of(outcome, flags)
            : new MountCauses(machine, trials).ofOverlay(outcome);
    return Finding.no(capability, outcome, cause, stops);
  }

  private static Program layers() {
    return Program.of(
        Mounts.propagationBelow("/", MountFlag.MS_PRIVATE),
        Mounts.mount("md", PLACE, "tmpfs", null),
        Nodes.directory(PLACE + "/lower", 0755),
        Nodes.directory(PLACE + "/upper", 0755),
        Nodes.directory(PLACE + "/work", 0755),
        Nodes.directory(PLACE + "/merged", 0755));
  }

  private static Step overlay(boolean inUserNamespace) {
    String options =
        "lowerdir=%1$s/lower,upperdir=%1$s/upper,workdir=%1$s/work".formatted(PLACE)
            + (inUserNamespace ? ",userxattr" : "");
    return Mounts.mount("overlay", PLACE + "/merged", "overlay", options);
  }
}
