package dev.minidocker.engine;

import dev.minidocker.engine.network.NamespacePaths;
import dev.minidocker.engine.network.NetworkMode;
import dev.minidocker.engine.network.OwnerNamespace;
import dev.minidocker.labs.net.Endpoint;
import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Report;
import dev.minidocker.linux.Signpost;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.util.List;
import java.util.Set;

/**
 * How a container comes by its network namespace. To make one takes the kernel about as long as to
 * mount all that a container needs, so that the two are best done at the same time.
 *
 * @param flags what the container's clone needs for it
 * @param announce what the starter does before that clone
 * @param make what the starter does after it, while the container goes on
 * @param tell what it does when all that the container waits for is there
 * @param own what the container does first of all
 * @param join what it does when it cannot go on without the namespace
 */
record NetworkSandbox(
    Set<CloneFlag> flags, Program announce, Program make, Program tell, Program own, Program join) {
  private static final String PLACE = "network";
  private static final String OPENED = "network.opened";
  private static final String OWNER = "network.owner";

  /** The container makes it for itself, in its own user namespace or beside nobody. */
  static NetworkSandbox madeByContainer(NetMechanism lab) {
    Program none = Program.EMPTY;
    return new NetworkSandbox(
        Set.of(NetMechanism.NAMESPACE), none, none, none, lab.loopbackUp(), none);
  }

  /** The one that mini-docker is in: nothing is to be done. */
  static NetworkSandbox ofHost() {
    Program none = Program.EMPTY;
    return new NetworkSandbox(Set.of(), none, none, none, none, none);
  }

  /**
   * The one of another container: the starter goes there first, and the container is born in it,
   * and in the user namespace that owns it.
   */
  static NetworkSandbox shared(NetworkMode.Shared other) {
    Program none = Program.EMPTY;
    Program open =
        Program.of(
            Descriptors.openToRead(other.path())
                .named(OPENED)
                .because("the network of another container, which lives as long as one is in it"));
    Program enter =
        Program.of(
            Tasks.enter(OPENED, NetMechanism.NAMESPACE)
                .because("who is born here is in that network too"),
            Descriptors.close(OPENED).because("it was only the way there"));
    Program enterOwner = other.owner().map(NetworkSandbox::enter).orElse(none);
    return new NetworkSandbox(Set.of(), open.then(enterOwner).then(enter), none, none, none, none);
  }

  /** From there the files of {@code /proc} of processes outside cannot be opened any more. */
  private static Program enter(OwnerNamespace owner) {
    return Program.of(
        Descriptors.openToRead(owner.path())
            .named(OWNER)
            .because("the user namespace that owns it: only who has all rights there may enter it"),
        Tasks.enter(OWNER, CloneFlag.CLONE_NEWUSER)
            .because("who made it, or one above it, may enter it, and has all rights in it"),
        Descriptors.close(OWNER).because("it was only the way there"));
  }

  /**
   * The starter makes it while the container mounts, and hands it over in their common table.
   *
   * @param endpoints what it is connected to, first of all
   */
  static NetworkSandbox madeByStarter(NetMechanism lab, List<Endpoint> endpoints) {
    Signpost ready = new Signpost("network.ready");
    Program announce =
        ready
            .plant()
            .then(
                Descriptors.reserve(Report.FD)
                    .named(PLACE)
                    .because("a number that both know, for the namespace that is to come"));
    Program make =
        openHosts(lab, endpoints)
            .then(
                Tasks.unshare(NetMechanism.NAMESPACE)
                    .because("the slowest namespace: the container mounts in the meantime"))
            .then(lab.loopbackUp())
            .then(connect(lab, endpoints))
            .then(
                Descriptors.openToRead("/proc/self/ns/net")
                    .named(OPENED)
                    .because("a descriptor keeps it when this process is gone"),
                Descriptors.moveTo(OPENED, PLACE)
                    .because("the table of open files is the container's too"));
    Program join =
        ready
            .await()
            .then(
                Tasks.enter(PLACE, NetMechanism.NAMESPACE)
                    .because("the network that the starter has made"));
    return new NetworkSandbox(
        Set.of(CloneFlag.CLONE_FILES),
        announce,
        make,
        Program.of(ready.raise()),
        Program.EMPTY,
        join);
  }

  /**
   * In the user namespace of a user's networks: the container makes it in a user namespace of its
   * own below, and the starter, who has rights over both, connects it meanwhile.
   *
   * @param place where the bridges are
   * @param clone the name of the step that makes the container
   * @param endpoints what it is connected to
   */
  static NetworkSandbox connectedByStarter(
      NetMechanism lab, NamespacePaths place, String clone, List<Endpoint> endpoints) {
    Signpost ready = new Signpost("network.ready");
    Program make =
        openHosts(lab, endpoints)
            .then(
                Step.of(Syscall.PIDFD_OPEN, Arg.result(clone), Arg.of(0))
                    .named(OPENED)
                    .because("the container was born in its network namespace"),
                Tasks.enter(OPENED, NetMechanism.NAMESPACE)
                    .because("root above its user namespace has all rights there"))
            .then(connect(lab, endpoints))
            .then(Descriptors.close(OPENED).because("it was only the way there"));
    return new NetworkSandbox(
        Set.of(NetMechanism.NAMESPACE, CloneFlag.CLONE_FILES),
        ready.plant().then(place.enter(PLACE)),
        make,
        Program.of(ready.raise()),
        lab.loopbackUp(),
        ready.await());
  }

  /** At the host, to which each link leads. */
  private static Program openHosts(NetMechanism lab, List<Endpoint> endpoints) {
    Program program = Program.EMPTY;
    for (int i = 0; i < endpoints.size(); i++) {
      program = program.then(lab.openHost(PLACE + i));
    }
    return program;
  }

  /** In the network of the container. */
  private static Program connect(NetMechanism lab, List<Endpoint> endpoints) {
    Program program = Program.EMPTY;
    for (int i = 0; i < endpoints.size(); i++) {
      program = program.then(lab.connect(PLACE + i, endpoints.get(i)));
    }
    return program;
  }

  /** Whether the starter makes it, while the container can do other things. */
  boolean isMadeByStarter() {
    return !tell.steps().isEmpty() && !flags.contains(NetMechanism.NAMESPACE);
  }
}
