package dev.minidocker.labs.mnt;

import static dev.minidocker.labs.mnt.MntExperiments.PLACE;
import static dev.minidocker.labs.mnt.MntExperiments.directories;
import static dev.minidocker.labs.mnt.MntExperiments.inside;
import static dev.minidocker.labs.mnt.MntExperiments.madeUp;
import static dev.minidocker.labs.mnt.MntExperiments.outside;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWNS;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a process calls "/"; chroot(2), pivot_root(2). */
final class RootExperiments {
  /** A file of the host, by which it is known that the host's tree is in reach. */
  private static final String OF_THE_HOST = "/proc/self/status";

  private static final int DEEPER_THAN_ANY_JAIL = 8;

  private final MntMechanism mechanism;

  RootExperiments(MntMechanism mechanism) {
    this.mechanism = mechanism;
  }

  List<Experiment> all() {
    return List.of(pivotRoot(), chrootEscape());
  }

  /** The old root does not vanish by itself. */
  Experiment pivotRoot() {
    String file = "/" + madeUp();
    String above = "/.." + OF_THE_HOST;
    return Experiment.named("mnt/pivot-root", "the old root is in reach until it is unmounted")
        .in(CLONE_NEWNS)
        .then(
            Scene.narrated("A file system in memory, with one file, is to be the new root.")
                .doing(
                    Action.inside(
                        mechanism
                            .isolate()
                            .then(Mounts.mount("tmpfs", PLACE, "tmpfs", null))
                            .then(Nodes.emptyFile(PLACE + file, 0644))))
                .observing(file, outside(file), inside(file))
                .expecting("it is not the root yet", MntExperiments::isNotThere))
        .then(
            Scene.narrated("pivot_root makes it the root of the namespace.")
                .doing(Action.inside(mechanism.enter(Path.of(PLACE))))
                .observing(file, outside(file), inside(file))
                .expecting("the file is at the top", MntExperiments::isThere))
        .then(
            Scene.narrated("The old root lies on top of the new one, where .. leads to.")
                .observing(above, outside(above), inside(above))
                .expecting("the host's files are in reach", MntExperiments::isThere))
        .then(
            Scene.narrated("It is detached.")
                .doing(Action.inside(mechanism.leave()))
                .observing(above, outside(above), inside(above))
                .expecting("nothing of the host is in reach", MntExperiments::isNotThere));
  }

  /** chroot changes what "/" means, not what is in reach. */
  Experiment chrootEscape() {
    String jail = PLACE + "/jail";
    return Experiment.named("mnt/chroot-escape", "root leaves a chroot, and stays in a pivot_root")
        .in(CLONE_NEWNS)
        .then(
            Scene.narrated("A process is locked up by chroot.")
                .doing(
                    Action.inside(
                        mechanism
                            .isolate()
                            .then(Mounts.mount("tmpfs", PLACE, "tmpfs", null))
                            .then(directories(jail))
                            .then(Nodes.changeRoot(jail), Nodes.changeDirectory("/"))))
                .observing(OF_THE_HOST, outside(OF_THE_HOST), inside(OF_THE_HOST))
                .expecting("the host's files are out of reach", MntExperiments::isNotThere))
        .then(
            Scene.narrated(
                    "It moves its root below its working directory: on the way up, .. never meets it.")
                .doing(Action.inside(escape("first")))
                .observing(OF_THE_HOST, outside(OF_THE_HOST), inside(OF_THE_HOST))
                .expecting("it is free", MntExperiments::isThere))
        .then(
            Scene.narrated("Now the walls are mounts: pivot_root, and the old root is detached.")
                .doing(Action.inside(mechanism.enter(Path.of(PLACE)).then(mechanism.leave())))
                .observing(OF_THE_HOST, outside(OF_THE_HOST), inside(OF_THE_HOST))
                .expecting("the host's files are out of reach", MntExperiments::isNotThere))
        .then(
            Scene.narrated("The same steps again.")
                .doing(Action.inside(escape("second")))
                .observing(OF_THE_HOST, outside(OF_THE_HOST), inside(OF_THE_HOST))
                .expecting("they lead nowhere", MntExperiments::isNotThere));
  }

  private static Program escape(String name) {
    List<Step> steps = new ArrayList<>();
    steps.add(Nodes.directory(name, 0755));
    steps.add(
        Descriptors.openToRead(".").named(name).because("a descriptor remembers the way back"));
    steps.add(Nodes.changeRoot(name).because("the root is below the working directory now"));
    steps.add(Step.of(Syscall.FCHDIR, Arg.result(name)));
    for (int i = 0; i < DEEPER_THAN_ANY_JAIL; i++) {
      steps.add(Nodes.changeDirectory(".."));
    }
    steps.add(Nodes.changeRoot(".").because("wherever that is"));
    return new Program(steps);
  }
}
