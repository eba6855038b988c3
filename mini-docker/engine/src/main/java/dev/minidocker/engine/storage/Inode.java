package dev.minidocker.engine.storage;

import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What statx(2) tells about a file; of a symbolic link, about itself. Source: {@code struct statx}
 * in {@code include/uapi/linux/stat.h}.
 *
 * @param mode type and permissions
 * @param device of a device file, as mknod(2) takes it
 * @param modified the second and the nanosecond of the last modification
 */
record Inode(
    int mode,
    int links,
    int uid,
    int gid,
    Identity identity,
    long size,
    int device,
    Modified modified) {
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int BYTES = 256;
  private static final int S_IFMT = 0170000;

  /** Which file it is, whatever its names are. */
  record Identity(long number, long filesystem) {}

  record Modified(long seconds, int nanos) {}

  /** The types of files. */
  enum Type {
    DIRECTORY(0040000),
    REGULAR(0100000),
    LINK(0120000),
    CHARACTER_DEVICE(0020000),
    BLOCK_DEVICE(0060000),
    FIFO(0010000),
    SOCKET(0140000);

    private final int bits;

    Type(int bits) {
      this.bits = bits;
    }
  }

  static Inode at(int directory, byte[] name) {
    byte[] raw = new byte[BYTES];
    Kernel.call(Syscall.STATX, directory, name, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, raw);
    ByteBuffer stat = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
    long filesystem = stat.getLong(136);
    return new Inode(
        Short.toUnsignedInt(stat.getShort(28)),
        stat.getInt(16),
        stat.getInt(20),
        stat.getInt(24),
        new Identity(stat.getLong(32), filesystem),
        stat.getLong(40),
        device(stat.getInt(128), stat.getInt(132)),
        new Modified(stat.getLong(112), stat.getInt(120)));
  }

  /** {@code new_encode_dev} in {@code include/linux/kdev_t.h}. */
  private static int device(int major, int minor) {
    return (minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12);
  }

  Type type() {
    for (Type type : Type.values()) {
      if (type.bits == (mode & S_IFMT)) {
        return type;
      }
    }
    throw new IllegalStateException("no type of file: " + Integer.toOctalString(mode));
  }

  /** What overlayfs takes for "deleted here". */
  boolean isWhiteout() {
    return type() == Type.CHARACTER_DEVICE && device == 0;
  }

  int permissions() {
    return mode & 07777;
  }
}
