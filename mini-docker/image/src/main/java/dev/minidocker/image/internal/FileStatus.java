package dev.minidocker.image.internal;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What statx(2) tells about a file; a symbolic link is not followed.
 *
 * <p>Source: {@code struct statx} in {@code include/uapi/linux/stat.h}, the same on every
 * architecture.
 *
 * @param mode type and permissions
 * @param device of a device file: the major number times 2^32 plus the minor one
 */
record FileStatus(int mode, long inode, long device) {
  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int BYTES = 256;
  private static final int MODE_AT = 28;
  private static final int INODE_AT = 32;
  private static final int DEVICE_AT = 128;

  static final int S_IFMT = 0170000;
  static final int S_IFDIR = 0040000;
  static final int S_IFCHR = 0020000;
  static final int S_IFBLK = 0060000;
  static final int S_IFIFO = 0010000;

  /** Null where there is no such file. */
  static FileStatus ofPath(String path) {
    return at(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW);
  }

  static FileStatus ofFd(int fd) {
    return at(fd, "", AT_EMPTY_PATH);
  }

  /** Null where the directory has no such file. */
  static FileStatus at(int directory, Object name) {
    return at(directory, name, AT_SYMLINK_NOFOLLOW);
  }

  private static FileStatus at(int directory, Object name, int flags) {
    byte[] raw = new byte[BYTES];
    long result = Kernel.tryCall(Syscall.STATX, directory, name, flags, STATX_BASIC_STATS, raw);
    if (result == -Errno.ENOENT.number()) {
      return null;
    } else if (result < 0) {
      throw new ErrnoException("statx(" + name + ")", Errno.ofResult(result));
    }
    ByteBuffer stat = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
    long major = Integer.toUnsignedLong(stat.getInt(DEVICE_AT));
    long minor = Integer.toUnsignedLong(stat.getInt(DEVICE_AT + 4));
    return new FileStatus(
        Short.toUnsignedInt(stat.getShort(MODE_AT)), stat.getLong(INODE_AT), major << 32 | minor);
  }

  boolean isDirectory() {
    return (mode & S_IFMT) == S_IFDIR;
  }

  /** A 0:0 character device: what overlay takes for "deleted here". */
  boolean isWhiteout() {
    return (mode & S_IFMT) == S_IFCHR && device == 0;
  }
}
