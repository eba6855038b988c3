package dev.minidocker.labkit;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Pieces of programs by which a process of the host enters the container; setns(2). */
public final class Join {
  private Join() {}

  /**
   * The steps that enter these namespaces of the container. All are opened before the first is
   * entered, while the host's /proc is the right one; a user namespace is entered first, since it
   * brings the privilege to enter the others.
   */
  public static Program namespaces(Host container, CloneFlag... kinds) {
    List<CloneFlag> all = new ArrayList<>(Arrays.asList(kinds));
    if (!Privilege.canMakeNamespaces()) {
      all.add(0, CloneFlag.CLONE_NEWUSER);
    }
    Program open = Program.EMPTY;
    Program enter = Program.EMPTY;
    for (CloneFlag kind : all) {
      String file = file(kind);
      String path = "/proc/" + container.pid() + "/ns/" + file;
      open = open.then(Descriptors.openToRead(path).named("join." + file));
      enter = enter.then(Tasks.enter("join." + file, kind));
    }
    return open.then(enter);
  }

  /** The name under /proc/PID/ns: uts for CLONE_NEWUTS; only mount namespaces are older. */
  private static String file(CloneFlag kind) {
    return kind == CloneFlag.CLONE_NEWNS
        ? "mnt"
        : kind.name().substring("CLONE_NEW".length()).toLowerCase(Locale.ROOT);
  }
}
