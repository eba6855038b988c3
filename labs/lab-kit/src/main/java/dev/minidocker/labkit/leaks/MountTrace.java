package dev.minidocker.labkit.leaks;

import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.proc.Procfs;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A mount in this mount namespace, which may be what keeps a namespace.
 *
 * @param point where, in or below something named {@code md-…}
 */
public record MountTrace(Path point) implements Trace {
  static final String KIND = "mount";
  private static final int MNT_DETACH = 2;
  private static final int UMOUNT_NOFOLLOW = 8;

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String what() {
    return point.toString();
  }

  @Override
  public boolean isThere() {
    return Procfs.HOST.self().mounts().stream()
        .anyMatch(mount -> mount.mountPoint().equals(point.toString()));
  }

  @Override
  public Optional<String> objection() {
    return isMadeUp(point)
        ? Optional.empty()
        : Optional.of("no part of its path begins with " + PREFIX);
  }

  static boolean isMadeUp(Path point) {
    return StreamSupport.stream(point.spliterator(), false).anyMatch(Trace::isMadeUp);
  }

  /** The mount goes now, what uses it keeps it until it ends; EPERM without CAP_SYS_ADMIN. */
  @Override
  public void remove() {
    while (isThere()) { // one may cover another
      Kernel.call(Syscall.UMOUNT2, point.toString(), MNT_DETACH | UMOUNT_NOFOLLOW);
    }
  }

  @Override
  public String byHand() {
    return "umount " + point;
  }
}
