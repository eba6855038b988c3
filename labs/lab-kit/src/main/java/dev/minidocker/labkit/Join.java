package dev.minidocker.labkit;

import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.proc.Namespace.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pieces of programs by which a process of the host enters the container; setns(2). */
public final class Join {
  private Join() {}

  /**
   * The steps that enter these namespaces of the container. All are opened before the first is
   * entered, while the host's /proc is the right one; a user namespace is entered first, since it
   * brings the privilege to enter the others.
   */
  public static Program namespaces(Host container, Kind... kinds) {
    List<Kind> all = new ArrayList<>(Arrays.asList(kinds));
    if (!Privilege.canMakeNamespaces()) {
      all.add(0, Kind.USER);
    }
    Program open = Program.EMPTY;
    Program enter = Program.EMPTY;
    for (Kind kind : all) {
      String descriptor = "join." + kind;
      CloneFlag flag = kind.flag();
      open =
          open.then(
              Descriptors.openToRead("/proc/" + container.pid() + "/ns/" + kind).named(descriptor));
      enter = enter.then(Tasks.enter(descriptor, flag));
    }
    return open.then(enter);
  }
}
