package dev.minidocker.labkit;

import dev.minidocker.linux.Capability;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who runs this JVM, and what that person may do; capabilities(7), user_namespaces(7). */
public final class Privilege {
  private static final String STATUS_CAPABILITIES = "CapEff:";

  private Privilege() {}

  /** Whether namespaces can be made without a user namespace in front of them. */
  public static boolean canMakeNamespaces() {
    return has(Capability.CAP_SYS_ADMIN);
  }

  /** Whether this capability is effective in the JVM. */
  public static boolean has(Capability capability) {
    long effective = Long.parseUnsignedLong(status(STATUS_CAPABILITIES), 16);
    return (effective & capability.bit()) != 0;
  }

  /**
   * The steps by which the first process of a new user namespace becomes its root: one user and one
   * group are mapped, which is what an ordinary user may do. The user lab explains them.
   */
  static Program becomeRoot() {
    return write("setgroups", "deny")
        .then(write("uid_map", "0 " + id("Uid:") + " 1"))
        .then(write("gid_map", "0 " + id("Gid:") + " 1"))
        .inChapter("user");
  }

  private static Program write(String file, String text) {
    String descriptor = "sandbox." + file;
    return Program.of(
        Descriptors.openToWrite("/proc/self/" + file).named(descriptor),
        Descriptors.write(descriptor, text),
        Descriptors.close(descriptor));
  }

  /** The second of real, effective, saved and file-system id. */
  private static String id(String field) {
    return status(field).split("\\s+", -1)[1];
  }

  private static String status(String field) {
    try {
      return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
          .filter(line -> line.startsWith(field))
          .map(line -> line.substring(field.length()).strip())
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
