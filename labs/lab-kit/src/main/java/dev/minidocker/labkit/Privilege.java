package dev.minidocker.labkit;

import dev.minidocker.linux.Capability;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.proc.ProcessStatus;
import dev.minidocker.linux.proc.Procfs;

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
  static Program becomeRoot() {
    ProcessStatus self = Procfs.HOST.self().status();
    return write("setgroups", "deny")
        .then(write("uid_map", "0 " + self.users().effective() + " 1"))
        .then(write("gid_map", "0 " + self.groups().effective() + " 1"))
        .inChapter("user");
  }

  private static Program write(String file, String text) {
    String descriptor = "sandbox." + file;
    return Program.of(
        Descriptors.openToWrite("/proc/self/" + file).named(descriptor),
        Descriptors.write(descriptor, text),
        Descriptors.close(descriptor));
  }
}
