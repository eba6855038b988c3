package dev.minidocker.labkit;

import dev.minidocker.linux.Arg;
import dev.minidocker.linux.MountFlag;
import dev.minidocker.linux.Mounts;
import dev.minidocker.linux.Nodes;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;

/** The least that an experiment with layers needs: to mount them, and to mark a directory. */
public final class TrialOverlay {
  private static final String PLACE = "/tmp";

  private TrialOverlay() {}

  /** The steps, in a mount namespace of one's own. */
  public static Program program() {
    boolean root = Privilege.canMakeNamespaces();
    String layers = "lowerdir=" + PLACE + "/l,upperdir=" + PLACE + "/u,workdir=" + PLACE + "/w";
    String mark = root ? "trusted.overlay.opaque" : "user.overlay.opaque";
    return Program.of(
        Mounts.propagationBelow("/", MountFlag.MS_PRIVATE),
        Mounts.mount("tmpfs", PLACE, "tmpfs", null),
        Nodes.directory(PLACE + "/l", 0755),
        Nodes.directory(PLACE + "/u", 0755),
        Nodes.directory(PLACE + "/u/opaque", 0755),
        Nodes.directory(PLACE + "/w", 0755),
        Nodes.directory(PLACE + "/m", 0755),
        Step.of(
            Syscall.LSETXATTR,
            Arg.of(PLACE + "/u/opaque"),
            Arg.of(mark),
            Arg.of("y"),
            Arg.of(1),
            Arg.of(0)),
        Mounts.mount("overlay", PLACE + "/m", "overlay", root ? layers : layers + ",userxattr"));
  }
}
