package dev.minidocker.labs.mnt;

import static dev.minidocker.labs.mnt.MntExperiments.PLACE;
import static dev.minidocker.labs.mnt.MntExperiments.directories;
import static dev.minidocker.labs.mnt.MntExperiments.madeUp;
import static dev.minidocker.labs.mnt.MntExperiments.outside;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWNS;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWUSER;
import static dev.minidocker.linux.MountFlag.MS_BIND;
import static dev.minidocker.linux.MountFlag.MS_NODEV;
import static dev.minidocker.linux.MountFlag.MS_NOSUID;
import static dev.minidocker.linux.MountFlag.MS_RDONLY;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import java.util.List;

/** Flags belong to a mount, not to a file system; mount(2). */
final class FlagExperiments {
  private final MntMechanism mechanism;

  FlagExperiments(MntMechanism mechanism) {
    this.mechanism = mechanism;
  }

  List<Experiment> all() {
    return List.of(readOnlyBind(), lockedFlags());
  }

  /** One directory, three mounts of it. */
  Experiment readOnlyBind() {
    String original = PLACE + "/original";
    String hasty = PLACE + "/hasty";
    String proper = PLACE + "/proper";
    return Experiment.named("mnt/read-only-bind", "read-only is one mount, not the directory")
        .in(CLONE_NEWNS)
        .then(
            Scene.narrated("MS_RDONLY together with MS_BIND is what one would write first.")
                .doing(
                    Action.inside(
                        mechanism
                            .isolate()
                            .then(Mounts.mount("tmpfs", PLACE, "tmpfs", null))
                            .then(directories(original, hasty, proper))
                            .then(Mounts.mount(original, hasty, null, null, MS_BIND, MS_RDONLY))))
                .observing("a new file there", outside(hasty), create(hasty))
                .expecting("allowed: bind takes no flags", (host, answer) -> isAllowed(answer)))
        .then(
            Scene.narrated("It takes two calls: bind, then remount.")
                .doing(
                    Action.inside(
                        Program.of(Mounts.bind(original, proper), Mounts.remountReadOnly(proper))))
                .observing("a new file there", outside(proper), create(proper))
                .expecting("refused: EROFS", (host, answer) -> answer.startsWith("EROFS")))
        .then(
            Scene.narrated("And the directory that it shows?")
                .observing("a new file there", outside(original), create(original))
                .expecting("allowed", (host, answer) -> isAllowed(answer)));
  }

  /** What the more privileged have forbidden, the less privileged cannot allow. */
  Experiment lockedFlags() {
    return Experiment.named("mnt/locked-flags", "a user namespace keeps the flags it was given")
        .needing(Need.NAMESPACES, Need.USER_NAMESPACES)
        .in(CLONE_NEWNS)
        .then(
            Scene.narrated("A mount with nosuid and nodev is copied into a user namespace.")
                .doing(
                    Action.inside(
                        mechanism
                            .isolate()
                            .then(
                                Mounts.mount("tmpfs", PLACE, "tmpfs", null, MS_NOSUID, MS_NODEV),
                                Tasks.unshare(CLONE_NEWUSER, CLONE_NEWNS))))
                .observing(
                    "remount, read-only", host -> "", Look.attempt(Mounts.remountReadOnly(PLACE)))
                .expecting(
                    "refused: EPERM, since it would take nosuid and nodev away",
                    (host, answer) -> answer.startsWith("EPERM")))
        .then(
            Scene.narrated("A remount replaces all flags, so the old ones have to be named again.")
                .observing(
                    "remount, read-only, nosuid, nodev",
                    host -> "",
                    Look.attempt(Mounts.remountReadOnly(PLACE, MS_NOSUID, MS_NODEV)))
                .expecting("allowed", (host, answer) -> isAllowed(answer)));
  }

  private static Look create(String directory) {
    return Look.attempt(Nodes.emptyFile(directory + "/" + madeUp(), 0644));
  }

  private static boolean isAllowed(String answer) {
    return answer.equals("allowed");
  }
}
