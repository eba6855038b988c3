package dev.minidocker.engine.network;

import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.linux.CloneFlag;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;

/**
 * Files that mean a user namespace, and a network namespace that belongs to it: whoever has the
 * rights of the first may change the second.
 *
 * @param user such as /proc/PID/ns/user
 * @param net such as /proc/PID/ns/net
 */
public record NamespacePaths(String user, String net) {

  /** Stand for those of a process that is not there yet; only for a plan. */
  static final NamespacePaths FORESEEN =
      new NamespacePaths("/proc/PID/ns/user", "/proc/PID/ns/net");

  /** Those of a process. */
  static NamespacePaths of(long pid) {
    return new NamespacePaths("/proc/" + pid + "/ns/user", "/proc/" + pid + "/ns/net");
  }

  /** Those that descriptors of this JVM mean, for as long as they are open. */
  static NamespacePaths of(Fd user, Fd net) {
    String own = "/proc/" + ProcessHandle.current().pid() + "/fd/";
    return new NamespacePaths(own + user.number(), own + net.number());
  }

  /**
   * The steps by which a process of one thread goes there, and has all rights there. From there the
   * files of {@code /proc} of processes outside cannot be opened any more.
   *
   * @param name with which the names of the steps begin
   */
  public Program enter(String name) {
    return Program.of(
        Descriptors.openToRead(user)
            .named(name + ".user")
            .because("the user namespace of this user's networks"),
        Descriptors.openToRead(net)
            .named(name + ".net")
            .because("the network namespace that has their bridges, in place of the host's"),
        Tasks.enter(name + ".user", CloneFlag.CLONE_NEWUSER)
            .because("who made it may enter it, and is its root; one user is mapped"),
        Tasks.enter(name + ".net", NetMechanism.NAMESPACE)
            .because("what is made here is at those bridges"),
        Descriptors.close(name + ".net").because("it was only the way there"),
        Descriptors.close(name + ".user").because("it was only the way there"));
  }
}
