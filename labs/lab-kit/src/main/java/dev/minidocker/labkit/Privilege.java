package dev.minidocker.labkit;

import dev.minidocker.linux.Capability;
import dev.minidocker.linux.IdMaps;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.proc.ProcessStatus;
import dev.minidocker.linux.proc.Procfs;
import dev.minidocker.linux.proc.UidMap;

/** Who runs this JVM, and what that person may do; capabilities(7), user_namespaces(7). */
public final class Privilege {
  private Privilege() {}

  /** Whether namespaces can be made without a user namespace in front of them. */
  public static boolean canMakeNamespaces() {
    return has(Capability.CAP_SYS_ADMIN);
  }

  /** Whether this capability is effective in the JVM. */
  public static boolean has(Capability capability) {
    return (Procfs.HOST.self().status().capabilities().effective() & capability.bit()) != 0;
  }

  /**
   * The steps by which the first process of a new user namespace becomes its root: one user and one
   * group are mapped, which is what an ordinary user may do. The user lab explains them.
   */
  public static Program becomeRoot() {
    ProcessStatus self = Procfs.HOST.self().status();
    return IdMaps.denyGroups("sandbox")
        .then(IdMaps.users("sandbox", UidMap.single(0, self.users().effective())))
        .then(IdMaps.groups("sandbox", UidMap.single(0, self.groups().effective())));
  }
}
