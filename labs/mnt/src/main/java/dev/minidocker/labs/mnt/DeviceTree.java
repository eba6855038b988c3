package dev.minidocker.labs.mnt;

import static dev.minidocker.linux.MountFlag.MS_NODEV;
import static dev.minidocker.linux.MountFlag.MS_NOEXEC;
import static dev.minidocker.linux.MountFlag.MS_NOSUID;
import static dev.minidocker.linux.MountFlag.MS_STRICTATIME;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import java.util.ArrayList;
import java.util.List;

/** The /dev that programs expect: null(4), random(4), pts(4), shm_overview(7), mq_overview(7). */
final class DeviceTree {

  private record Device(String name, int major, int minor, String use) {
    String path() {
      return "/dev/" + name;
    }

    String tree() {
      return "dev." + name;
    }
  }

  private static final List<Device> DEVICES =
      List.of(
          new Device("null", 1, 3, "takes everything, gives nothing"),
          new Device("zero", 1, 5, "gives zeros without end"),
          new Device("full", 1, 7, "answers every write with ENOSPC"),
          new Device("random", 1, 8, "random bytes"),
          new Device("urandom", 1, 9, "random bytes, by the name that most programs use"),
          new Device("tty", 5, 0, "whoever opens it gets their controlling terminal"));

  private DeviceTree() {}

  /** Takes hold of the host's devices. */
  static Program borrow() {
    return new Program(
        DEVICES.stream()
            .map(device -> Mounts.copyTree(device.path()).named(device.tree()))
            .map(step -> step.because("making devices is not allowed here; using the host's is"))
            .toList());
  }

  static Program build(Devices devices) {
    List<Step> steps = new ArrayList<>();
    steps.add(
        Nodes.directory("/dev", 0755)
            .tolerating(Errno.EEXIST)
            .because("an image may lack the mount point"));
    steps.add(
        Mounts.mount("tmpfs", "/dev", "tmpfs", "mode=755,size=65536k", MS_NOSUID, MS_STRICTATIME)
            .because("the image's /dev, whatever it holds, is covered"));
    DEVICES.forEach(device -> steps.addAll(place(device, devices)));
    steps.addAll(fileSystems(devices));
    steps.addAll(links());
    return new Program(steps);
  }

  private static List<Step> place(Device device, Devices devices) {
    if (devices == Devices.MADE) {
      return List.of(
          Nodes.characterDevice(device.path(), 0666, device.major(), device.minor())
              .because(device.use()));
    }
    return List.of(
        Nodes.emptyFile(device.path(), 0666).because("a place to mount on"),
        Mounts.attach(device.tree(), device.path()).because(device.use()));
  }

  private static List<Step> fileSystems(Devices devices) {
    // gid 5 is tty's; where only one group is mapped, that number means nothing to the kernel
    String group = devices == Devices.MADE ? ",gid=5" : "";
    return List.of(
        Nodes.directory("/dev/pts", 0755).because("a place to mount on"),
        Mounts.mount(
                "devpts",
                "/dev/pts",
                "devpts",
                "newinstance,ptmxmode=0666,mode=0620" + group,
                MS_NOSUID,
                MS_NOEXEC)
            .because("an instance of its own: no terminal of the host can be reached"),
        Nodes.directory("/dev/shm", 01777).because("a place to mount on"),
        Mounts.mount(
                "shm", "/dev/shm", "tmpfs", "mode=1777,size=65536k", MS_NOSUID, MS_NODEV, MS_NOEXEC)
            .because("POSIX shared memory lives here"),
        Nodes.directory("/dev/mqueue", 0755).because("a place to mount on"),
        Mounts.mount("mqueue", "/dev/mqueue", "mqueue", null, MS_NOSUID, MS_NODEV, MS_NOEXEC)
            .because("POSIX message queues of this IPC namespace"));
  }

  private static List<Step> links() {
    return List.of(
        Nodes.symlink("pts/ptmx", "/dev/ptmx")
            .because("new terminals come from the container's own pts"),
        Nodes.symlink("/proc/self/fd", "/dev/fd").because("shells write to /dev/fd/N"),
        Nodes.symlink("/proc/self/fd/0", "/dev/stdin").because("a file name for standard input"),
        Nodes.symlink("/proc/self/fd/1", "/dev/stdout").because("a file name for standard output"),
        Nodes.symlink("/proc/self/fd/2", "/dev/stderr").because("a file name for standard error"),
        Nodes.symlink("/proc/kcore", "/dev/core").because("docker has it; /proc/kcore is masked"));
  }
}
