package dev.minidocker.labs.user;

import static dev.minidocker.labs.user.UserExperiments.named;
import static dev.minidocker.linux.CloneFlag.CLONE_NEWNS;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.HostLook;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whose files are whose, on both sides of the boundary. */
final class OwnerExperiment {
  private static final String PLACE = "/tmp";
  private static final int STATX_BYTES = 256;
  private static final int STX_UID = 20;

  private OwnerExperiment() {}

  /** The number in the file system is the host's; everybody sees their own. */
  static Experiment with(UserMechanism mechanism) {
    Stage stage = Stage.ofOne();
    String file = PLACE + "/md-" + UserExperiments.madeUp();
    int stranger = UserExperiments.madeUp();
    return stage
        .open(named("user/owners", "files belong to users of the host"), mechanism, CLONE_NEWNS)
        .then(
            Scene.narrated("Root inside mounts some memory, and makes a file there.")
                .doing(
                    Action.inside(
                        Program.of(
                            Mounts.mount("tmpfs", PLACE, "tmpfs", null),
                            Nodes.emptyFile(file, 0644))))
                .observing("owner of " + file, host -> ownerInside(host, file), owner(file))
                .expecting("inside it is root's", (host, container) -> container.equals("0"))
                .expecting(
                    "for the host it is that of " + stage.uid(),
                    (host, container) -> host.equals(Long.toString(stage.uid()))))
        .then(
            Scene.narrated("Whose is /proc, which the host's root has made?")
                .observing("owner of /proc", host -> ownerInside(host, "/proc"), owner("/proc"))
                .expecting("the host says root", (host, container) -> host.equals("0"))
                .expecting(
                    "inside it is nobody's", (host, container) -> container.equals(nobody())))
        .then(
            Scene.narrated("Root inside takes it.")
                .observing("fchownat(/proc)", HostLook.NOWHERE, Look.attempt(chown("/proc", 0)))
                .expecting(
                    "refused: EPERM, a capability does not reach the files of strangers",
                    (host, container) -> container.startsWith("EPERM")))
        .then(
            Scene.narrated("It gives its own file to user " + stranger + ".")
                .observing(
                    "fchownat(" + file + ")", HostLook.NOWHERE, Look.attempt(chown(file, stranger)))
                .expecting(
                    "refused: EINVAL, there is no such user inside",
                    (host, container) -> container.startsWith("EINVAL")));
  }

  private static Step chown(String file, int uid) {
    return Step.of(Syscall.FCHOWNAT, Nodes.HERE, Arg.of(file), Arg.of(uid), Arg.of(-1), Arg.of(0));
  }

  private static Look owner(String file) {
    return Look.call(
        STATX_BYTES,
        memory ->
            Step.of(
                Syscall.STATX,
                Nodes.HERE,
                Arg.of(file),
                Arg.of(0),
                Arg.constant("STATX_UID", 8),
                memory),
        answers ->
            Integer.toUnsignedString(
                answers.memory().order(ByteOrder.LITTLE_ENDIAN).getInt(STX_UID)));
  }

  /** The owner of a file of the container's, in the host's numbers. */
  private static String ownerInside(Host host, String file) {
    try {
      Path path = Path.of("/proc/" + host.pid() + "/root" + file);
      return String.valueOf(Files.getAttribute(path, "unix:uid"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String nobody() {
    return new Host(0).machine("sys/kernel/overflowuid");
  }
}
