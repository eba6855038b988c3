package dev.minidocker.engine.storage;

import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file systems that state directories are seen on; statfs(2), {@code
 * include/uapi/linux/magic.h}.
 */
public enum FilesystemType {
  EXT4(0xef53, "ext4", "extfs"),
  XFS(0x58465342, "xfs", "xfs"),
  BTRFS(0x9123683e, "btrfs", "btrfs"),
  TMPFS(0x01021994, "tmpfs", "tmpfs"),
  OVERLAY(0x794c7630, "overlay", "overlayfs"),
  ZFS(0x2fc12fc1, "zfs", "zfs"),
  F2FS(0xf2f52010, "f2fs", "f2fs"),
  NFS(0x6969, "nfs", "nfs"),
  FUSE(0x65735546, "fuse", "fuse"),
  NINE_P(0x01021997, "9p", "9p"),
  OTHER(0, "another file system", "<unknown>");

  private static final int STATFS_BYTES = 120;

  private final long magic;
  private final String kernelName;
  private final String dockersName;

  FilesystemType(int magic, String kernelName, String dockersName) {
    this.magic = Integer.toUnsignedLong(magic);
    this.kernelName = kernelName;
    this.dockersName = dockersName;
  }

  /** Of a directory that exists, or of the nearest above it that does. */
  public static FilesystemType of(Path directory) {
    Path existing = directory.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    byte[] status = new byte[STATFS_BYTES];
    Kernel.call(Syscall.STATFS, existing.toString(), status);
    long found = ByteBuffer.wrap(status).order(ByteOrder.nativeOrder()).getLong(0) & 0xffffffffL;
    for (FilesystemType type : values()) {
      if (type.magic == found) {
        return type;
      }
    }
    return OTHER;
  }

  /** As in /proc/filesystems; ext2 and ext3 are taken for ext4. */
  public String kernelName() {
    return kernelName;
  }

  /** As in {@code docker info}, "Backing Filesystem". */
  public String dockersName() {
    return dockersName;
  }
}
