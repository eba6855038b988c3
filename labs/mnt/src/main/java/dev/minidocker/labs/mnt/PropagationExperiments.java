package dev.minidocker.labs.mnt;

import static dev.minidocker.labs.mnt.MntExperiments.PLACE;
import static dev.minidocker.labs.mnt.MntExperiments.directories;
import static dev.minidocker.labs.mnt.MntExperiments.inside;
import static dev.minidocker.labs.mnt.MntExperiments.madeUp;
import static dev.minidocker.labs.mnt.MntExperiments.outside;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWNS;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWPID;
import static dev.minidocker.linux.MountFlag.MS_SHARED;
import static dev.minidocker.linux.MountFlag.MS_SLAVE;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import java.util.List;
import java.util.Set;

/** Who sees a mount; mount_namespaces(7). */
final class PropagationExperiments {
  private static final Program PROC =
      Program.of(Mounts.mount("proc", "/proc", "proc", null).because("a child of its own mind"));

  private final MntMechanism mechanism;

  PropagationExperiments(MntMechanism mechanism) {
    this.mechanism = mechanism;
  }

  List<Experiment> all() {
    return List.of(ownMounts(), sharedProc(), peersAndSlaves());
  }

  /** A mount in a namespace of one's own is not the host's. */
  Experiment ownMounts() {
    String file = PLACE + "/" + madeUp();
    return Experiment.named("mnt/own-mounts", "what is mounted inside is not mounted outside")
        .in(CLONE_NEWNS)
        .then(
            Scene.narrated("A new mount namespace begins with a copy of all mounts.")
                .observing("mnt namespace", host -> host.ownNamespace("mnt"), Look.namespace("mnt"))
                .expecting("it is another one", (host, container) -> !host.equals(container)))
        .then(
            Scene.narrated("Its mounts are made private; then something covers " + PLACE + ".")
                .doing(
                    Action.inside(
                        mechanism.isolate().then(memory(PLACE)).then(Nodes.emptyFile(file, 0644))))
                .observing(file, outside(file), inside(file))
                .expecting("the file is there, inside", MntExperiments::isThere)
                .expecting("only inside", (host, container) -> !host.equals(container)));
  }

  /** Why so many have lost their /proc. */
  Experiment sharedProc() {
    return Experiment.named("mnt/shared-proc", "a mount in a shared tree breaks /proc for others")
        .in(CLONE_NEWNS)
        .then(
            Scene.narrated(
                    "The container plays a host whose mounts are all shared, as they mostly are.")
                .doing(
                    Action.inside(
                        mechanism.isolate().then(Mounts.propagationBelow("/", MS_SHARED))))
                .observing("/proc/self", host -> "", Look.link("/proc/self"))
                .expecting("a process finds itself", (host, self) -> isNumber(self)))
        .then(
            Scene.narrated("Its child, in new pid and mnt namespaces, mounts proc, and no more.")
                .doing(Action.inside(child("careless", PROC)))
                .observing("/proc/self", host -> "", Look.link("/proc/self"))
                .expecting(
                    "the parent has the child's /proc, and is not in it",
                    (host, self) -> self.startsWith("ENOENT")))
        .then(
            Scene.narrated("What came by propagation can be unmounted.")
                .doing(Action.inside(Program.of(Mounts.unmount("/proc"))))
                .observing("/proc/self", host -> "", Look.link("/proc/self"))
                .expecting("a process finds itself", (host, self) -> isNumber(self)))
        .then(
            Scene.narrated("A second child makes its mounts private first.")
                .doing(Action.inside(child("careful", mechanism.isolate().then(PROC))))
                .observing("/proc/self", host -> "", Look.link("/proc/self"))
                .expecting("its parent does not notice", (host, self) -> isNumber(self)));
  }

  /** Peers tell each other; a slave only listens. */
  Experiment peersAndSlaves() {
    String one = PLACE + "/one";
    String two = PLACE + "/two";
    return Experiment.named("mnt/peers-and-slaves", "who hears of a mount is settled by its type")
        .in(CLONE_NEWNS)
        .then(
            Scene.narrated("A shared mount is bound to a second place: the two are peers.")
                .doing(
                    Action.inside(
                        mechanism
                            .isolate()
                            .then(memory(PLACE))
                            .then(directories(one, two))
                            .then(memory(one))
                            .then(directories(one + "/a", one + "/b", one + "/c"))
                            .then(Mounts.propagation(one, MS_SHARED), Mounts.bind(one, two)))))
        .then(mounted("On one of them", one + "/a", two + "/a", true))
        .then(
            mounted("The second becomes a slave. On its master", one + "/b", two + "/b", true)
                .doing(
                    Action.inside(
                        Program.of(Mounts.propagation(two, MS_SLAVE)).then(filled(one + "/b")))))
        .then(mounted("On the slave", two + "/c", one + "/c", false));
  }

  private static Scene mounted(String where, String at, String seenAt, boolean heard) {
    String file = seenAt + "/file";
    Scene scene =
        Scene.narrated(where + ", something is mounted.")
            .doing(Action.inside(filled(at)))
            .observing(file, outside(file), inside(file));
    return heard
        ? scene.expecting("it appears at the other place too", MntExperiments::isThere)
        : scene.expecting("it does not appear at the other place", MntExperiments::isNotThere);
  }

  /** An empty file system with one file in it. */
  private static Program filled(String at) {
    return memory(at).then(Nodes.emptyFile(at + "/file", 0644));
  }

  private static Program memory(String at) {
    return Program.of(Mounts.mount("tmpfs", at, "tmpfs", null));
  }

  private static Program child(String name, Program program) {
    return Fork.andWait(name, Set.of(CLONE_NEWNS, CLONE_NEWPID), program);
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]+");
  }
}
