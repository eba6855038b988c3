package dev.minidocker.labs.mnt;

import static dev.minidocker.linux.MountFlag.MS_PRIVATE;

import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The reference implementation; mount_namespaces(7), pivot_root(2). */
public final class MntNamespace implements MntMechanism {
  private static final String ABOVE = "mnt.above";

  @Override
  public Program isolate() {
    return Program.of(
            Mounts.propagationBelow("/", MS_PRIVATE)
                .because(
                    "mounts are shared by default: without this the host would get every one of ours"))
        .inChapter("mnt");
  }

  @Override
  public Program take(List<Attachment> attachments) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < attachments.size(); i++) {
      if (attachments.get(i) instanceof Attachment.Bind bind) {
        steps.add(
            Mounts.copyTree(bind.source().toString())
                .named(tree(i))
                .because("opened once, here, where the host's paths mean something"));
        if (bind.readOnly()) {
          steps.add(
              Mounts.makeTreeReadOnly(tree(i))
                  .because("read-only before anyone inside can reach it"));
        }
      }
    }
    return new Program(steps).inChapter("mnt");
  }

  @Override
  public Program enter(Path newRoot) {
    return Program.of(
            Nodes.changeDirectory(newRoot.toString())
                .because("so that . names the new root, whatever is mounted over what"),
            Mounts.pivotRoot(".", ".")
                .because("the new root becomes /, and the old one is stacked on top of it"))
        .inChapter("mnt");
  }

  @Override
  public Program leave() {
    return Program.of(
            Mounts.detach(".").because("the old root goes: no path leads to the host any more"),
            Nodes.changeDirectory("/").because("the working directory must lie in the new root"),
            Descriptors.openWithinOneMount("/..")
                .named(ABOVE)
                .because(
                    "proof: EXDEV if the old root is still there, as when the image's /proc is a"
                        + " symbolic link to /"),
            Descriptors.close(ABOVE).because("the proof is done"))
        .inChapter("mnt");
  }

  @Override
  public Program attach(List<Attachment> attachments) {
    Program program = Program.EMPTY;
    for (int i = 0; i < attachments.size(); i++) {
      Attachment attachment = attachments.get(i);
      if (attachment instanceof Attachment.Bind bind) {
        program = program.then(place(bind)).then(attach(tree(i), bind));
      } else if (attachment instanceof Attachment.Tmpfs tmpfs) {
        program = program.then(directories(tmpfs.target())).then(mount(tmpfs));
      }
    }
    return program.inChapter("mnt");
  }

  @Override
  public Program devices(Devices devices) {
    return DeviceTree.build(devices).inChapter("mnt");
  }

  @Override
  public Program takeDevices(Devices devices) {
    return (devices == Devices.BORROWED ? DeviceTree.borrow() : Program.EMPTY).inChapter("mnt");
  }

  @Override
  public Program makeRootReadOnly() {
    return Program.of(
            Mounts.remountReadOnly("/")
                .because("--read-only; volumes and /dev are mounts of their own"))
        .inChapter("mnt");
  }

  /** An image's file may be a symbolic link to nowhere, as /etc/resolv.conf often is: cover it. */
  private static Step attach(String tree, Attachment.Bind bind) {
    Step attach =
        bind.directory()
            ? Mounts.attach(tree, bind.target())
            : Mounts.attachOver(tree, bind.target());
    return attach.because("what was taken from the host appears here");
  }

  private static Step mount(Attachment.Tmpfs tmpfs) {
    String data = tmpfs.data().orElse(null);
    return Mounts.mount("tmpfs", tmpfs.target(), "tmpfs", data, tmpfs.flags())
        .because("files here live in memory, and end with the container");
  }

  private Program place(Attachment.Bind bind) {
    if (bind.directory()) {
      return directories(bind.target());
    }
    int slash = bind.target().lastIndexOf('/');
    return directories(bind.target().substring(0, slash))
        .then(
            Nodes.emptyFile(bind.target(), 0644)
                .tolerating(Errno.EEXIST)
                .because("a place to mount on; made if the image lacks it"));
  }

  @Override
  public Program directories(String path) {
    List<Step> steps = new ArrayList<>();
    for (int end = path.indexOf('/', 1); end > 0; end = path.indexOf('/', end + 1)) {
      steps.add(
          Nodes.directory(path.substring(0, end), 0755)
              .tolerating(Errno.EEXIST)
              .because("on the way there; made if the image lacks it"));
    }
    if (path.length() > 1) {
      steps.add(
          Nodes.directory(path, 0755)
              .tolerating(Errno.EEXIST)
              .because("a place to mount on; made if the image lacks it"));
    }
    return new Program(steps).inChapter("mnt");
  }

  private static String tree(int attachment) {
    return "mnt.tree." + attachment;
  }
}
