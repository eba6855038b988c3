package dev.minidocker.engine;

import dev.minidocker.linux.Child;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import java.util.List;

/** Turns what the kernel answered into the one line, and the exit code, that the user gets. */
final class Refusal {
  private Refusal() {}

  static StartFailure noSuchImage(String reference) {
    return new StartFailure(
        "no such image: "
            + reference
            + ". `mini-docker images` lists what there is; `mini-docker pull "
            + reference
            + "` fetches one from a registry, `mini-docker import FILE "
            + reference
            + "` makes one of a root file system's tar");
  }

  /** Throws if the command could not be run, although every step before it succeeded. */
  static void check(Child child, ContainerSpec spec) {
    List<Errno> refusals = child.refusals();
    if (refusals.isEmpty()) {
      return;
    }
    child.waitFor();
    String command = spec.command().isEmpty() ? "the command" : "\"" + spec.command().get(0) + "\"";
    if (refusals.contains(Errno.EACCES)) {
      throw new StartFailure(
          "cannot run "
              + command
              + ": permission denied. It is there, but is a directory or lacks the x permission",
          StartFailure.NOT_EXECUTABLE,
          null);
    }
    throw new StartFailure(
        "cannot run " + command + ": executable file not found in the container" + where(spec),
        StartFailure.NOT_FOUND,
        null);
  }

  private static String where(ContainerSpec spec) {
    return spec.attachments().isEmpty()
        ? ""
        : ". If a volume hides it, mount that volume elsewhere";
  }

  /** The failure that a step's refusal means. */
  static StartFailure explain(ErrnoException refusal) {
    boolean atExec = refusal.call().startsWith("execve(");
    String message =
        refusal.errno() == Errno.E2BIG
            ? "cannot run the command: its arguments and environment are too long for the kernel. Pass them in a file"
            : refusal.getMessage();
    return new StartFailure(
        message, atExec ? StartFailure.NOT_EXECUTABLE : StartFailure.OUR_FAULT, refusal);
  }
}
