package dev.minidocker.labs.uts;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWUTS;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Join;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Credentials;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** What there is to see of UTS namespaces. Every call makes up new names. */
public final class UtsExperiments {
  private final UtsMechanism mechanism;

  /**
   * @param mechanism sets the names; a learner's own, perhaps
   */
  public UtsExperiments(UtsMechanism mechanism) {
    this.mechanism = mechanism;
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    return List.of(ownName(), inherited(), joined(), noPrivilege());
  }

  /** The first container of the course: it has a name, and the host keeps its own. */
  public Experiment ownName() {
    String name = madeUp();
    return Experiment.named("uts/own-name", "a container's host name is not the host's")
        .in(CLONE_NEWUTS)
        .then(
            Scene.narrated("A process is started in a new UTS namespace. Which one is it in?")
                .observing("UTS namespace", host -> host.ownNamespace("uts"), Look.namespace("uts"))
                .expecting("it is another one", (host, container) -> !host.equals(container)))
        .then(
            Scene.narrated("Nobody has named it yet.")
                .observing("host name", Host::hostName, Look.hostName())
                .expecting("it began as a copy of the host's", String::equals))
        .then(
            Scene.narrated("Now it takes a name.")
                .doing(Action.inside(named(name)))
                .observing("host name", Host::hostName, Look.hostName())
                .expecting("inside, it is " + name, (host, container) -> container.equals(name))
                .expecting("the host keeps its own", (host, container) -> !host.equals(name)));
  }

  /** Copy at birth, alone afterwards: also for namespaces in namespaces. */
  public Experiment inherited() {
    String parent = madeUp();
    String child = madeUp();
    return Experiment.named("uts/inherited", "a new namespace begins with its creator's names")
        .in(CLONE_NEWUTS)
        .then(
            Scene.narrated("The container takes a name.")
                .doing(Action.inside(named(parent)))
                .observing("host name", Host::hostName, Look.hostName())
                .expecting("it is " + parent, (host, container) -> container.equals(parent)))
        .then(
            Scene.narrated("It makes a namespace for itself once more.")
                .doing(Action.inside(Program.of(Tasks.unshare(CLONE_NEWUTS))))
                .observing("host name", Host::hostName, Look.hostName())
                .expecting("the name came along", (host, container) -> container.equals(parent)))
        .then(
            Scene.narrated("A child gets a namespace of its own, and takes the name " + child + ".")
                .doing(Action.inside(Fork.andWait("child", Set.of(CLONE_NEWUTS), named(child))))
                .observing("host name", Host::hostName, Look.hostName())
                .expecting(
                    "its parent is still " + parent,
                    (host, container) -> container.equals(parent)));
  }

  /** A namespace is not a wall around a process, but a thing that processes are in. */
  public Experiment joined() {
    String before = madeUp();
    String after = madeUp();
    return Experiment.named("uts/joined", "who joins a namespace sees it, and changes it, for all")
        .in(CLONE_NEWUTS)
        .then(
            Scene.narrated("The container takes a name.")
                .doing(Action.inside(named(before)))
                .observing("host name", Host::hostName, Look.hostName())
                .expecting("it is " + before, (host, container) -> container.equals(before)))
        .then(
            Scene.narrated("A process of the host joins it by setns, and renames it.")
                .doing(
                    Action.beside(
                        container ->
                            Join.namespaces(container, CLONE_NEWUTS)
                                .then(named(after))
                                .then(Tasks.exit(0))))
                .observing("host name", Host::hostName, Look.hostName())
                .expecting(
                    "inside, it is " + after + " now", (host, container) -> container.equals(after))
                .expecting("the host keeps its own", (host, container) -> !host.equals(after)));
  }

  /** A namespace of one's own is not enough. */
  public Experiment noPrivilege() {
    String name = madeUp();
    Step rename = Step.of(Syscall.SETHOSTNAME, Arg.of(name), Arg.of(name.length()));
    return Experiment.named("uts/no-privilege", "to rename takes CAP_SYS_ADMIN over the namespace")
        .in(CLONE_NEWUTS)
        .then(
            Scene.narrated("Root inside may rename the container.")
                .observing("sethostname", host -> "", Look.attempt(rename))
                .expecting("allowed", (host, container) -> container.equals("allowed")))
        .then(
            Scene.narrated("Still root, but without capabilities, it tries again.")
                .doing(Action.inside(Program.of(Credentials.capabilities(Set.of()))))
                .observing("sethostname", host -> "", Look.attempt(rename))
                .expecting("refused: EPERM", (host, container) -> container.startsWith("EPERM")));
  }

  private Program named(String name) {
    return mechanism.program(new UtsConfig(Optional.of(name), Optional.empty()));
  }

  private static String madeUp() {
    return "md-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 16, 1 << 28));
  }
}
