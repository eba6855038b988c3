package dev.minidocker.engine;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWIPC;
import static dev.minidocker.linux.CloneFlag.CLONE_PARENT;

import dev.minidocker.engine.network.NetworkMode;
import dev.minidocker.engine.storage.RootFilesystem;
import dev.minidocker.labs.mnt.Attachment;
import dev.minidocker.labs.mnt.Devices;
import dev.minidocker.labs.mnt.MntMechanism;
import dev.minidocker.labs.pid.PidMechanism;
import dev.minidocker.labs.security.Identity;
import dev.minidocker.labs.security.Privileges;
import dev.minidocker.labs.user.UserConfig;
import dev.minidocker.labs.user.UserMechanism;
import dev.minidocker.labs.uts.UtsConfig;
import dev.minidocker.labs.uts.UtsMechanism;
import dev.minidocker.linux.CloneFlag;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a container's program depends on, with nothing left to look up: the same
 * blueprint always gives the same program.
 *
 * @param idMap how ids are mapped in a user namespace of its own, or empty if it gets none
 * @param names the host and domain name
 * @param root where the root file system comes from
 * @param attachments what else appears in it, in this order
 * @param readOnlyRoot whether the root file system can be written
 * @param terminal whether the container gets a terminal
 * @param init whether a small PID 1 stands between the kernel and the command
 * @param guarded whether /proc and /sys are guarded; not in a privileged container
 * @param privileges the capabilities that it keeps
 * @param identity who it runs as
 * @param workingDirectory where it starts; made if missing
 * @param executables the files to try, in this order, as the command
 * @param argv the command and its arguments
 * @param environment NAME=value each
 * @param confinement how much of the machine it has
 * @param network whose network namespace it is in, and what leads out of it
 */
public record Blueprint(
    Optional<UserConfig> idMap,
    UtsConfig names,
    RootFilesystem root,
    List<Attachment> attachments,
    boolean readOnlyRoot,
    boolean terminal,
    boolean init,
    boolean guarded,
    Privileges privileges,
    Identity identity,
    String workingDirectory,
    List<String> executables,
    List<String> argv,
    List<String> environment,
    Confinement confinement,
    NetworkMode network) {

  public Blueprint {
    attachments = List.copyOf(attachments);
    executables = List.copyOf(executables);
    argv = List.copyOf(argv);
    environment = List.copyOf(environment);
  }

  /** The namespaces that the container gets, and where its process hangs in the tree. */
  Set<CloneFlag> cloneFlags(NetworkSandbox sandbox) {
    EnumSet<CloneFlag> flags =
        EnumSet.of(
            CLONE_PARENT,
            CLONE_NEWIPC,
            UtsMechanism.NAMESPACE,
            PidMechanism.NAMESPACE,
            MntMechanism.NAMESPACE);
    flags.addAll(sandbox.flags());
    idMap.ifPresent(map -> flags.add(UserMechanism.NAMESPACE));
    return flags;
  }

  /**
   * Whether it is in another user namespace than mini-docker: in its own, or in one that it joins.
   */
  boolean inUserNamespace() {
    return idMap.isPresent()
        || (network instanceof NetworkMode.Shared shared && shared.owner().isPresent());
  }

  /** In a user namespace the kernel grants a writable one only where the host's is writable. */
  boolean readOnlySys() {
    return guarded || inUserNamespace();
  }

  /** Only root of the first user namespace may make device files. */
  Devices devices() {
    return inUserNamespace() ? Devices.BORROWED : Devices.MADE;
  }
}
