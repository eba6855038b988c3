package dev.minidocker.labs.mnt.model;

import dev.minidocker.linux.proc.MountInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The mounts that a process sees, in the notation of the model. */
record SeenMounts(List<MountInfo> mounts) {

  /** By which the file systems of the tests are known. */
  static final String SOURCE = "md-model";

  static SeenMounts of(int pid) {
    try {
      String file = Files.readString(Path.of("/proc/" + pid + "/mountinfo"));
      return new SeenMounts(MountInfo.parseAll(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The mounts of the sandbox: one that hangs on a mount of the machine, and all that follow. */
  List<MountView> inNamespace(int number) {
    MountInfo top =
        mounts.stream().filter(mount -> isOurs(mount) && !hangsOnOurs(mount)).findFirst().get();
    List<MountView> views = new ArrayList<>();
    collect(top, List.of(), number, views);
    return views;
  }

  private boolean hangsOnOurs(MountInfo child) {
    return mounts.stream().anyMatch(mount -> mount.id() == child.parent() && isOurs(mount));
  }

  private static boolean isOurs(MountInfo mount) {
    return mount.source().equals(SOURCE);
  }

  private void collect(
      MountInfo mount, List<String> position, int namespace, List<MountView> views) {
    views.add(view(mount, position, namespace));
    for (MountInfo child : mounts) {
      if (child.parent() == mount.id()) {
        List<String> hangs = new ArrayList<>(position);
        hangs.add(directory(mount, child.mountPoint().substring(mount.mountPoint().length())));
        collect(child, hangs, namespace, views);
      }
    }
  }

  /** The directory of a mount's file system that is seen so far below its mount point. */
  private static String directory(MountInfo mount, String below) {
    String directory = mount.root().equals("/") ? below : mount.root() + below;
    return directory.isEmpty() ? "/" : directory;
  }

  private static MountView view(MountInfo mount, List<String> position, int namespace) {
    String device = mount.device();
    return new MountView(
        namespace,
        position,
        Integer.parseInt(device.substring(device.indexOf(':') + 1)),
        mount.root(),
        mount.shared().orElse(0),
        mount.master().orElse(0),
        mount.unbindable());
  }
}
