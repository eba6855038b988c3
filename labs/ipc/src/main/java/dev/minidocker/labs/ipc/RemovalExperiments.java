package dev.minidocker.labs.ipc;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.ipc.model.Act.Making;
import dev.minidocker.labs.ipc.model.Kind;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import java.util.List;
import java.util.Set;

/** What there is to see when a System V object is removed. */
final class RemovalExperiments {

  List<Experiment> all() {
    return List.of(ids(), removedMemory(), waiter());
  }

  /** Ids are not used again at once. */
  Experiment ids() {
    Step another = SystemV.get(Kind.QUEUE, IpcExperiments.madeUp(), Making.ALWAYS);
    return Experiment.named("ipc/ids", "an id outlives its object: it is not given again at once")
        .in(IpcMechanism.NAMESPACE)
        .then(
            Scene.narrated("The first queue of the namespace.")
                .doing(
                    Action.inside(
                        Program.of(
                            SystemV.get(Kind.QUEUE, IpcExperiments.madeUp(), Making.ALWAYS)
                                .named("first"))))
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
  Experiment removedMemory() {
    int key = IpcExperiments.madeUp();
    int number = IpcExperiments.madeUp();
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
        .in(IpcMechanism.NAMESPACE)
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
  Experiment waiter() {
    Arg id = Arg.result("semaphore");
    Step make =
        SystemV.get(Kind.SEMAPHORE, IpcExperiments.madeUp(), Making.ALWAYS).named("semaphore");
    return Experiment.named("ipc/waiter", "who waits for what is removed is told EIDRM")
        .in(IpcMechanism.NAMESPACE)
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
}
