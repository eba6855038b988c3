package dev.minidocker.labs.pid;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNS;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWPID;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.HostLook;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What there is to see of PID namespaces. */
public final class PidExperiments {
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;

  private final PidMechanism mechanism;

  /**
   * @param mechanism mounts /proc; a learner's own, perhaps
   */
  public PidExperiments(PidMechanism mechanism) {
    this.mechanism = mechanism;
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    return List.of(
        numberOne(), whoSeesWhom(), orphan(), deafNumberOne(), endOfNumberOne(), lyingProc());
  }

  /** One process, two numbers. */
  public Experiment numberOne() {
    return Experiment.named("pid/number-one", "a process has one number for each namespace")
        .in(CLONE_NEWPID)
        .then(
            Scene.narrated("The container's first process says who it is.")
                .observing("its number", host -> Integer.toString(host.pid()), Look.pid())
                .expecting("inside it is number one", (host, container) -> container.equals("1"))
                .expecting("for the host it is not", (host, container) -> !host.equals("1")))
        .then(
            Scene.narrated("The kernel knows both: NSpid in /proc/PID/status, from outside in.")
                .observing("NSpid", host -> host.status("NSpid"), Look.pid())
                .expecting("1 is the last", (host, container) -> host.endsWith("\t" + container)));
  }

  /** Down, but not up. */
  public Experiment whoSeesWhom() {
    HostLook grandchild =
        host -> host.children().stream().map(child -> child.status("NSpid")).toList().toString();
    return Experiment.named("pid/who-sees-whom", "ancestors see descendants, and not vice versa")
        .in(CLONE_NEWPID)
        .then(
            Scene.narrated("The container makes a child, in a PID namespace of its own.")
                .doing(Action.inside(Fork.andStay("nested", Set.of(CLONE_NEWPID), Program.EMPTY)))
                .observing("NSpid of the child", grandchild, Look.attempt(kill(2, 0)))
                .expecting(
                    "it is 2 for the container and 1 for itself",
                    (host, container) -> host.endsWith("\t2\t1]"))
                .expecting(
                    "the container sees it", (host, container) -> container.equals("allowed")))
        .then(
            Scene.narrated("Another child in a namespace of its own asks for its parent.")
                .observing("parent", host -> "", Look.parent().inChild(CLONE_NEWPID))
                .expecting("0: it is not seen", (host, container) -> container.equals("0")))
        .then(
            Scene.narrated("It looks for the number 2, its sibling outside.")
                .observing("process 2", host -> "", Look.attempt(kill(2, 0)).inChild(CLONE_NEWPID))
                .expecting("none", (host, container) -> container.startsWith("ESRCH")));
  }

  /** Whoever loses its parent gets number one. */
  public Experiment orphan() {
    Program middle = Fork.andOutlive("orphan", Set.of(), Program.EMPTY);
    return Experiment.named("pid/orphan", "orphans become children of number one")
        .in(CLONE_NEWPID)
        .then(
            Scene.narrated("Number one has no process 3 to wait for.")
                .observing("processes below", PidExperiments::below, Look.attempt(await(3)))
                .expecting("no child", (host, container) -> container.startsWith("ECHILD")))
        .then(
            Scene.narrated("Process 2 makes process 3, and ends before it.")
                .doing(Action.inside(Fork.andWait("middle", Set.of(), middle)))
                .observing("processes below", PidExperiments::below, Look.attempt(await(3)))
                .expecting(
                    "number one may wait for 3 now",
                    (host, container) -> container.equals("allowed"))
                .expecting("it is its only child", (host, container) -> host.equals("[3]")));
  }

  /** The privilege, and the danger, of having no handler. */
  public Experiment deafNumberOne() {
    return Experiment.named("pid/deaf", "number one ignores signals that it has no handler for")
        .in(CLONE_NEWPID)
        .then(
            Scene.narrated("Number one sends itself SIGKILL.")
                .observing("kill(1, SIGKILL)", host -> "", Look.attempt(kill(1, SIGKILL)))
                .expecting("the call is allowed", (host, container) -> container.equals("allowed")))
        .then(
            Scene.narrated("Its child sends it SIGKILL.")
                .observing("kill(1, SIGKILL)", host -> "", Look.attempt(kill(1, SIGKILL)).inChild())
                .expecting("also allowed", (host, container) -> container.equals("allowed")))
        .then(
            Scene.narrated("The host sends it SIGTERM, as docker stop does.")
                .doing(Action.onHost("kill -TERM", host -> host.signal(SIGTERM)))
                .observing("number one", PidExperiments::presence, Look.pid())
                .expecting("lives, after all three", (host, container) -> container.equals("1")))
        .then(
            Scene.narrated("The host sends it SIGKILL.")
                .doing(Action.onHost("kill -KILL", Host::kill))
                .observing("number one", PidExperiments::presence, Look.pid())
                .expecting(
                    "is dead: from outside, KILL works",
                    (host, container) -> container.equals(Host.GONE)));
  }

  /** Nobody outlives number one. */
  public Experiment endOfNumberOne() {
    List<Host> family = new ArrayList<>();
    HostLook remember =
        host -> {
          family.addAll(host.children());
          return PidExperiments.presence(family);
        };
    return Experiment.named("pid/end", "when number one ends, the kernel ends all others")
        .in(CLONE_NEWPID)
        .then(
            Scene.narrated("Number one has two children.")
                .doing(
                    Action.inside(
                        Fork.andOutlive("one", Set.of(), Program.EMPTY)
                            .then(Fork.andOutlive("two", Set.of(), Program.EMPTY))))
                .observing("children", remember, Look.attempt(kill(3, 0)))
                .expecting("they live", (host, container) -> host.equals("[alive, alive]")))
        .then(
            Scene.narrated("Number one is killed.")
                .doing(Action.onHost("kill -KILL", Host::kill))
                .observing("children", host -> presence(family), Look.NOWHERE)
                .expecting("they are gone", (host, container) -> host.equals("[gone, gone]")));
  }

  /** A proc file system belongs to the namespace of whoever mounted it. */
  public Experiment lyingProc() {
    Program privately = Program.of(Mounts.propagationBelow("/", MountFlag.MS_PRIVATE));
    return Experiment.named("pid/proc", "/proc shows the namespace in which it was mounted")
        .in(CLONE_NEWPID, CLONE_NEWNS)
        .then(
            Scene.narrated("getpid says 1. What does /proc say?")
                .observing(
                    "/proc/self", host -> Integer.toString(host.pid()), Look.link("/proc/self"))
                .expecting("the host's number, not 1", String::equals))
        .then(
            Scene.narrated("The container mounts a /proc of its own: privately, then for real.")
                .doing(Action.inside(privately.then(mechanism.mountProc())))
                .observing(
                    "/proc/self", host -> Integer.toString(host.pid()), Look.link("/proc/self"))
                .expecting("1", (host, container) -> container.equals("1")));
  }

  private static Step kill(int number, int signal) {
    return Step.of(Syscall.KILL, Arg.of(number), Arg.of(signal));
  }

  /** Succeeds for a child that lives, without waiting for its end. */
  private static Step await(int number) {
    return Step.of(Syscall.WAIT4, Arg.of(number), Arg.NULL, Arg.constant("WNOHANG", 1), Arg.NULL);
  }

  private static String below(Host host) {
    return host.children().stream()
        .map(child -> child.status("NSpid"))
        .map(numbers -> numbers.substring(numbers.lastIndexOf('\t') + 1))
        .toList()
        .toString();
  }

  private static String presence(Host process) {
    String state = process.status("State");
    return state.equals(Host.GONE) || state.startsWith("Z") ? "gone" : "alive";
  }

  private static String presence(List<Host> processes) {
    return processes.stream().map(PidExperiments::presence).toList().toString();
  }
}
