package dev.minidocker.engine.storage;

import dev.minidocker.engine.StartFailure;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code btrfs}: trees are subvolumes, copies are snapshots, which share every block until one of
 * them is changed. A snapshot takes the same time whatever is in it.
 *
 * <p>Source: {@code include/uapi/linux/btrfs.h}.
 */
final class BtrfsTrees implements TreeMaker {
  private static final int AT_FDCWD = -100;
  private static final int ROOT_MODE = 0755;
  private static final long SUBVOL_CREATE = 0x5000940eL; // _IOW(0x94, 14, btrfs_ioctl_vol_args)
  private static final long SNAP_DESTROY = 0x5000940fL; // _IOW(0x94, 15, btrfs_ioctl_vol_args)
  private static final long SNAP_CREATE_V2 = 0x50009417L; // _IOW(0x94, 23, …_vol_args_v2)
  private static final int ARGS_BYTES = 4096;
  private static final int NAME_AT = 8;
  private static final int NAME_AT_V2 = 56;

  @Override
  public String name() {
    return "btrfs";
  }

  @Override
  public void check(Path directory) {
    FilesystemType type = FilesystemType.of(directory);
    if (type != FilesystemType.BTRFS) {
      throw new StartFailure(
          "the storage driver btrfs makes snapshots, which only the file system btrfs has; "
              + directory
              + " is on "
              + type.kernelName()
              + ". Mount one and name a directory on it by MINI_DOCKER_ROOT, or use overlay2");
    }
  }

  @Override
  public void make(Optional<Path> from, Path to) {
    try (Fd parent = open(to.getParent())) {
      if (from.isEmpty()) {
        ioctl("BTRFS_IOC_SUBVOL_CREATE", parent, SUBVOL_CREATE, arguments(0, NAME_AT, to), to);
        Kernel.call(Syscall.FCHMODAT, AT_FDCWD, to.toString(), ROOT_MODE);
        return;
      }
      try (Fd source = open(from.get())) {
        byte[] arguments = arguments(source.number(), NAME_AT_V2, to);
        ioctl("BTRFS_IOC_SNAP_CREATE_V2", parent, SNAP_CREATE_V2, arguments, to);
      }
    }
  }

  /**
   * An ordinary user may not, unless mounted with user_subvol_rm_allowed; and nobody while a
   * subvolume is inside. Then the files go one by one.
   */
  @Override
  public void remove(Path tree) {
    try (Fd parent = open(tree.getParent())) {
      ioctl("BTRFS_IOC_SNAP_DESTROY", parent, SNAP_DESTROY, arguments(0, NAME_AT, tree), tree);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.EPERM && e.errno() != Errno.ENOTEMPTY && e.errno() != Errno.EACCES) {
        throw e;
      }
    }
  }

  private static Fd open(Path directory) {
    return Fd.open(directory.toString(), OpenFlag.of(OpenFlag.O_DIRECTORY), 0);
  }

  private static byte[] arguments(long fd, int nameAt, Path path) {
    byte[] name = path.getFileName().toString().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(ARGS_BYTES)
        .order(ByteOrder.nativeOrder())
        .putLong(fd)
        .position(nameAt)
        .put(name)
        .array();
  }

  private static void ioctl(String name, Fd directory, long request, byte[] arguments, Path path) {
    long result = Kernel.tryCall(Syscall.IOCTL, directory.number(), request, arguments);
    if (result < 0) {
      throw new ErrnoException(
          "ioctl(" + directory + ", " + name + ", \"" + path + "\")", Errno.ofResult(result));
    }
  }
}
