package dev.minidocker.labs.ipc;

import static dev.minidocker.linux.MountFlag.MS_NODEV;
import static dev.minidocker.linux.MountFlag.MS_NOEXEC;
import static dev.minidocker.linux.MountFlag.MS_NOSUID;

import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import java.util.Map;

/**
 * The reference implementation; ipc_namespaces(7), mq_overview(7), shm_overview(7). Of System V
 * objects there is nothing to set up: the tables of a new namespace are empty.
 */
public final class IpcNamespace implements IpcMechanism {

  @Override
  public Program fileSystems(IpcConfig config) {
    String shm = config.directory() + "/shm";
    String mqueue = config.directory() + "/mqueue";
    String size = "mode=1777,size=" + (config.shmBytes() + 1023) / 1024 + "k";
    return Program.of(
            Nodes.directory(shm, 01777).because("a place to mount on"),
            Mounts.mount("shm", shm, "tmpfs", size, MS_NOSUID, MS_NODEV, MS_NOEXEC)
                .because("POSIX shared memory is files: no namespace but a mount of one's own"),
            Nodes.directory(mqueue, 0755).because("a place to mount on"),
            Mounts.mount("mqueue", mqueue, "mqueue", null, MS_NOSUID, MS_NODEV, MS_NOEXEC)
                .because("it shows the POSIX queues of the namespace in which it is mounted"))
        .inChapter("ipc");
  }

  @Override
  public Program limits(IpcConfig config) {
    return config.limits().entrySet().stream()
        .map(IpcNamespace::limit)
        .reduce(Program.EMPTY, Program::then)
        .inChapter("ipc");
  }

  private static Program limit(Map.Entry<IpcLimit, String> limit) {
    String descriptor = "ipc." + limit.getKey();
    return Program.of(
        Descriptors.openToWrite("/proc/sys/" + limit.getKey().file())
            .named(descriptor)
            .because("every IPC namespace has limits of its own; /proc/sys shows the opener's"),
        Descriptors.write(descriptor, limit.getValue())
            .because(limit.getKey() + " as it was asked for"),
        Descriptors.close(descriptor).because("the command has no use for it"));
  }
}
