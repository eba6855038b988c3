package dev.minidocker.labs.ipc;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNS;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.ipc.model.Act.Making;
import dev.minidocker.labs.ipc.model.Kind;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** What there is to see of IPC namespaces in files: POSIX queues, and limits. */
final class IpcFileExperiments {
  /** A directory that there is everywhere, to mount a container's /dev on. */
  private static final String DIRECTORY = "/tmp";

  private final IpcMechanism mechanism;

  IpcFileExperiments(IpcMechanism mechanism) {
    this.mechanism = mechanism;
  }

  List<Experiment> all() {
    return List.of(queueFiles(), limits());
  }

  /** POSIX queues have names, and a file system shows them. */
  Experiment queueFiles() {
    String name = "md-" + Integer.toHexString(IpcExperiments.madeUp());
    String text = Integer.toString(ThreadLocalRandom.current().nextInt(10, 1_000_000));
    IpcConfig config = new IpcConfig(DIRECTORY, 1 << 20, Map.of());
    Program privately =
        Program.of(
            Mounts.propagationBelow("/", MountFlag.MS_PRIVATE),
            Mounts.mount("dev", DIRECTORY, "tmpfs", null));
    Look file = Look.file(DIRECTORY + "/mqueue/" + name);
    Program openAndSend =
        Program.of(
            MessageQueues.open(name, Making.ALWAYS).named("queue"),
            MessageQueues.send("queue", text));
    return Experiment.named(
            "ipc/queue-files", "a mounted mqueue shows one namespace's POSIX queues")
        .in(IpcMechanism.NAMESPACE, CLONE_NEWNS)
        .then(
            Scene.narrated("The mechanism mounts the two file systems. No queue has been opened.")
                .doing(Action.inside(privately.then(mechanism.fileSystems(config))))
                .observing("mqueue/" + name, host -> "", file)
                .expecting("there is none", (host, container) -> container.startsWith("ENOENT")))
        .then(
            Scene.narrated("One is opened, and " + text.length() + " bytes are sent.")
                .doing(Action.inside(openAndSend))
                .observing("mqueue/" + name, host -> "", file)
                .expecting(
                    "its file says how many bytes wait",
                    (host, container) ->
                        container.matches("QSIZE:" + text.length() + "\\s+NOTIFY.*")))
        .then(
            Scene.narrated("The process goes to a new namespace; the mount does not.")
                .doing(Action.inside(Program.of(Tasks.unshare(IpcMechanism.NAMESPACE))))
                .observing("mqueue/" + name, host -> "", file)
                .expecting(
                    "the file is still there", (host, container) -> container.startsWith("QSIZE")))
        .then(
            Scene.narrated("But mq_open looks into the namespace of who asks.")
                .observing(
                    "mq_open", host -> "", Look.attempt(MessageQueues.open(name, Making.NEVER)))
                .expecting("ENOENT", (host, container) -> container.startsWith("ENOENT")));
  }

  /** Every namespace has limits of its own. */
  Experiment limits() {
    int bytes = ThreadLocalRandom.current().nextInt(1, SystemV.NUMBER_BYTES);
    IpcConfig config =
        new IpcConfig(DIRECTORY, 1 << 20, Map.of(IpcLimit.MSGMAX, Integer.toString(bytes)));
    String file = "sys/" + IpcLimit.MSGMAX.file();
    return Experiment.named("ipc/limits", "every namespace has limits of its own")
        .needing(Need.NAMESPACES, Need.IPC_LIMITS)
        .in(IpcMechanism.NAMESPACE)
        .then(
            Scene.narrated("A new namespace begins with the kernel's limits. A message is sent.")
                .doing(
                    Action.inside(
                        Program.of(
                            SystemV.get(Kind.QUEUE, IpcExperiments.madeUp(), Making.ALWAYS)
                                .named("queue"))))
                .observing(
                    "msgsnd",
                    host -> host.machine(file),
                    Look.attempt(SystemV.send(Arg.result("queue"), IpcExperiments.madeUp())))
                .expecting("allowed", (host, container) -> container.equals("allowed")))
        .then(
            Scene.narrated("A message may have " + bytes + " bytes, no more.")
                .doing(Action.inside(mechanism.limits(config)))
                .observing(
                    IpcLimit.MSGMAX.toString(),
                    host -> host.machine(file),
                    Look.file("/proc/" + file))
                .expecting(
                    "inside, it is " + bytes,
                    (host, container) -> container.equals(Integer.toString(bytes)))
                .expecting("the host keeps its own", (host, container) -> !host.equals(container)))
        .then(
            Scene.narrated("The same message again, of " + SystemV.NUMBER_BYTES + " bytes.")
                .observing(
                    "msgsnd",
                    host -> "",
                    Look.attempt(SystemV.send(Arg.result("queue"), IpcExperiments.madeUp())))
                .expecting("refused: EINVAL", (host, container) -> container.startsWith("EINVAL")));
  }
}
