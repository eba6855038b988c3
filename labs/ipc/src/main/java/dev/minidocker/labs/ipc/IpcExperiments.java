package dev.minidocker.labs.ipc;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Join;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.ipc.model.Act.Making;
import dev.minidocker.labs.ipc.model.Kind;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** What there is to see of IPC namespaces. Every call makes up new keys, names and numbers. */
public final class IpcExperiments {
  private static final CloneFlag NEWIPC = IpcMechanism.NAMESPACE;

  private final IpcMechanism mechanism;

  /**
   * @param mechanism mounts the file systems and sets the limits; a learner's own, perhaps
   */
  public IpcExperiments(IpcMechanism mechanism) {
    this.mechanism = mechanism;
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    List<Experiment> all = new ArrayList<>(List.of(keys(), empty(), joined()));
    all.addAll(new RemovalExperiments().all());
    all.addAll(new IpcFileExperiments(mechanism).all());
    return all;
  }

  /** A queue that the host cannot find. */
  public Experiment keys() {
    int key = madeUp();
    Step find = SystemV.get(Kind.QUEUE, key, Making.NEVER);
    return Experiment.named("ipc/keys", "a key finds what is in one's own namespace, and no more")
        .in(NEWIPC)
        .then(
            Scene.narrated(
                    "A process in a new IPC namespace asks for the queue with a made-up key.")
                .observing("IPC namespace", host -> host.ownNamespace("ipc"), Look.namespace("ipc"))
                .expecting("it is another one", (host, container) -> !host.equals(container)))
        .then(
            Scene.narrated("It makes a queue with a made-up key. Who finds it?")
                .doing(Action.inside(Program.of(SystemV.get(Kind.QUEUE, key, Making.ALWAYS))))
                .observing("msgget", host -> IpcLooks.findHere(Kind.QUEUE, key), Look.attempt(find))
                .expecting("whoever is inside", (host, container) -> container.equals("allowed"))
                .expecting("not the host", (host, container) -> host.startsWith("ENOENT")))
        .then(
            Scene.narrated("/proc/sysvipc/msg lists the queues in the namespace of who reads it.")
                .observing(
                    "listed in /proc/sysvipc/msg",
                    host -> listed(host.machine("sysvipc/msg"), key),
                    Look.file("/proc/sysvipc/msg").showing(text -> listed(text, key)))
                .expecting("inside it is listed", (host, container) -> container.equals("yes"))
                .expecting("on the host it is not", (host, container) -> host.equals("no")))
        .then(
            Scene.narrated("A child finds it too; one that has a namespace of its own does not.")
                .doing(Action.inside(Fork.andWait("child", Set.of(), Program.of(find))))
                .observing("msgget", host -> "", Look.attempt(find).inChild(NEWIPC))
                .expecting(
                    "in its own: ENOENT", (host, container) -> container.startsWith("ENOENT")));
  }

  /** Not a copy at birth, as host names are. */
  public Experiment empty() {
    int key = madeUp();
    Step find = SystemV.get(Kind.SEMAPHORE, key, Making.NEVER);
    return Experiment.named("ipc/empty", "a new namespace begins empty: no copy, unlike names")
        .in(NEWIPC)
        .then(
            Scene.narrated("The container makes a semaphore.")
                .doing(Action.inside(Program.of(SystemV.get(Kind.SEMAPHORE, key, Making.ALWAYS))))
                .observing("semget", host -> "", Look.attempt(find))
                .expecting("it is there", (host, container) -> container.equals("allowed")))
        .then(
            Scene.narrated("It makes a namespace for itself once more.")
                .doing(Action.inside(Program.of(Tasks.unshare(NEWIPC))))
                .observing("semget", host -> "", Look.attempt(find))
                .expecting(
                    "what it made before is out of reach",
                    (host, container) -> container.startsWith("ENOENT")));
  }

  /** Two processes, one namespace, one queue. */
  public Experiment joined() {
    int key = madeUp();
    int number = madeUp();
    Step queue = SystemV.get(Kind.QUEUE, key, Making.ALWAYS);
    Step find = SystemV.get(Kind.QUEUE, key, Making.NEVER).named("found");
    return Experiment.named("ipc/joined", "who joins a namespace finds what is in it")
        .in(NEWIPC)
        .then(
            Scene.narrated("The container makes a queue. Nobody has sent anything.")
                .doing(Action.inside(Program.of(queue.named("queue"))))
                .observing("message", host -> "", IpcLooks.message(Arg.result("queue")))
                .expecting("none", (host, container) -> container.startsWith("ENOMSG")))
        .then(
            Scene.narrated("A process of the host joins by setns, and sends " + number + ".")
                .doing(
                    Action.beside(
                        container ->
                            Join.namespaces(container, NEWIPC)
                                .then(find, SystemV.send(Arg.result("found"), number))
                                .then(Tasks.exit(0))))
                .observing(
                    "message",
                    host -> listed(host.machine("sysvipc/msg"), key),
                    IpcLooks.message(Arg.result("queue")))
                .expecting(
                    "inside, " + number + " has come",
                    (host, container) -> container.equals(Integer.toString(number)))
                .expecting(
                    "the host's namespace has no such queue",
                    (host, container) -> host.equals("no")));
  }

  /** Whether a key stands in a listing: in decimal, in the first column. */
  static String listed(String text, int key) {
    boolean listed = text.lines().anyMatch(line -> line.strip().startsWith(key + " "));
    return listed ? "yes" : text.equals(Host.GONE) ? text : "no";
  }

  static int madeUp() {
    return ThreadLocalRandom.current().nextInt(1 << 16, 1 << 28);
  }
}
