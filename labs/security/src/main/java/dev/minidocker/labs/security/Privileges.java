package dev.minidocker.labs.security;

import static dev.minidocker.linux.Capability.CAP_AUDIT_WRITE;
import static dev.minidocker.linux.Capability.CAP_CHOWN;
import static dev.minidocker.linux.Capability.CAP_DAC_OVERRIDE;
import static dev.minidocker.linux.Capability.CAP_FOWNER;
import static dev.minidocker.linux.Capability.CAP_FSETID;
import static dev.minidocker.linux.Capability.CAP_KILL;
import static dev.minidocker.linux.Capability.CAP_MKNOD;
import static dev.minidocker.linux.Capability.CAP_NET_BIND_SERVICE;
import static dev.minidocker.linux.Capability.CAP_NET_RAW;
import static dev.minidocker.linux.Capability.CAP_SETFCAP;
import static dev.minidocker.linux.Capability.CAP_SETGID;
import static dev.minidocker.linux.Capability.CAP_SETPCAP;
import static dev.minidocker.linux.Capability.CAP_SETUID;
import static dev.minidocker.linux.Capability.CAP_SYS_CHROOT;

import dev.minidocker.linux.Capability;
import java.util.Set;

/**
 * Which capabilities a container has.
 *
 * @param kept the ones that it may have
 * @param known all that this kernel has; the others cannot be named to it
 */
public record Privileges(Set<Capability> kept, Set<Capability> known) {

  /** What docker leaves to a container. */
  public static final Set<Capability> DOCKER_DEFAULT =
      Set.of(
          CAP_CHOWN,
          CAP_DAC_OVERRIDE,
          CAP_FSETID,
          CAP_FOWNER,
          CAP_MKNOD,
          CAP_NET_RAW,
          CAP_SETGID,
          CAP_SETUID,
          CAP_SETFCAP,
          CAP_SETPCAP,
          CAP_NET_BIND_SERVICE,
          CAP_SYS_CHROOT,
          CAP_KILL,
          CAP_AUDIT_WRITE);

  public Privileges {
    kept = Set.copyOf(kept);
    known = Set.copyOf(known);
  }
}
