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
    List<Experiment> all =
        new ArrayList<>(List.of(keys(), empty(), joined(), ids(), removedMemory(), waiter()));
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
                .observing("IPC namespace", host -> host.ownNamespace("ipc"), Look.attempt(find))
                .expecting("there is none", (host, container) -> container.startsWith("ENOENT")))
        .then(
            Scene.narrated("It makes one. /proc/sysvipc/msg lists the queues of who reads it.")
                .doing(Action.inside(Program.of(SystemV.get(Kind.QUEUE, key, Making.ALWAYS))))
                .observing(
                    "listed in /proc/sysvipc/msg",
                    host -> listed(host.machine("sysvipc/msg"), key),
                    Look.file("/proc/sysvipc/msg").showing(text -> listed(text, key)))
                .expecting("inside it is listed", (host, container) -> container.equals("yes"))
                .expecting("on the host it is not", (host, container) -> host.equals("no")))
        .then(
            Scene.narrated("A child asks, in a namespace of its own and in its parent's.")
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

  /** Ids are not used again at once. */
  public Experiment ids() {
    Step another = SystemV.get(Kind.QUEUE, madeUp(), Making.ALWAYS);
    return Experiment.named("ipc/ids", "an id outlives its object: it is not given again at once")
        .in(NEWIPC)
        .then(
            Scene.narrated("The first queue of the namespace.")
                .doing(
                    Action.inside(
                        Program.of(
                            SystemV.get(Kind.QUEUE, madeUp(), Making.ALWAYS).named("first"))))
                .observing("IPC namespace", host -> host.ownNamespace("ipc"), Look.namespace("ipc"))
                .expecting("it is another one", (host, container) -> !host.equals(container)))
        .then(
            Scene.narrated("It is removed. A key with IPC_EXCL makes another.")
                .doing(Action.inside(Program.of(SystemV.remove(Kind.QUEUE, Arg.result("first")))))
                .observing("id", host -> "", Look.number(another))
                .expecting("not 0 again", (host, container) -> container.equals("1")))
        .then(
            Scene.narrated("With the same key once more.")
                .observing("id", host -> "", Look.number(another))
                .expecting("EEXIST", (host, container) -> container.startsWith("EEXIST")))
        .then(
            Scene.narrated("With the old id.")
                .observing("message", host -> "", IpcLooks.message(Arg.result("first")))
                .expecting("it is invalid", (host, container) -> container.startsWith("EINVAL")));
  }

  /** Removed, and still there. */
  public Experiment removedMemory() {
    int key = madeUp();
    int number = madeUp();
    Arg id = Arg.result("memory");
    Program make =
        Program.of(
            SystemV.get(Kind.MEMORY, key, Making.ALWAYS).named("memory"),
            SystemV.attach(id).named("attached"));
    Program childWrites =
        Program.of(
            SystemV.file().named("file"),
            SystemV.write("file", number),
            SystemV.load("file", "attached"));
    return Experiment.named("ipc/removed-memory", "removed memory stays while it is attached")
        .in(NEWIPC)
        .then(
            Scene.narrated("Memory is made and attached. A child, to whom it came by fork, writes.")
                .doing(Action.inside(make.then(Fork.andWait("child", Set.of(), childWrites))))
                .observing("the number in it", host -> "", IpcLooks.attached("attached"))
                .expecting(
                    "its parent reads " + number,
                    (host, container) -> container.equals(Integer.toString(number))))
        .then(
            Scene.narrated("It is removed.")
                .doing(Action.inside(Program.of(SystemV.remove(Kind.MEMORY, id))))
                .observing("the number in it", host -> "", IpcLooks.memory(id))
                .expecting(
                    "by its id it can still be attached",
                    (host, container) -> container.equals(Integer.toString(number))))
        .then(
            Scene.narrated("By its key?")
                .observing(
                    "shmget", host -> "", Look.number(SystemV.get(Kind.MEMORY, key, Making.NEVER)))
                .expecting("no more", (host, container) -> container.startsWith("ENOENT")))
        .then(
            Scene.narrated("The last one detaches.")
                .doing(Action.inside(Program.of(SystemV.detach("attached"))))
                .observing("the number in it", host -> "", IpcLooks.memory(id))
                .expecting("gone", (host, container) -> container.startsWith("EINVAL")));
  }

  /** Who waits is told. */
  public Experiment waiter() {
    Arg id = Arg.result("semaphore");
    Step make = SystemV.get(Kind.SEMAPHORE, madeUp(), Making.ALWAYS).named("semaphore");
    return Experiment.named("ipc/waiter", "who waits for what is removed is told EIDRM")
        .in(NEWIPC)
        .then(
            Scene.narrated("A child waits for a semaphore. When it does, its parent removes that.")
                .doing(Action.inside(Program.of(make)))
                .observing("semop", host -> "", IpcLooks.removedUnderWaiter(id))
                .expecting("EIDRM", (host, container) -> container.startsWith("EIDRM")))
        .then(
            Scene.narrated("Who comes too late?")
                .observing("semctl", host -> "", Look.number(SystemV.semaphore(id)))
                .expecting("EINVAL", (host, container) -> container.startsWith("EINVAL")));
  }

  /** Whether a key stands in a listing: in decimal, in the first column. */
  private static String listed(String text, int key) {
    boolean listed = text.lines().anyMatch(line -> line.strip().startsWith(key + " "));
    return listed ? "yes" : text.equals(Host.GONE) ? text : "no";
  }

  static int madeUp() {
    return ThreadLocalRandom.current().nextInt(1 << 16, 1 << 28);
  }
}
