package dev.minidocker.engine.storage;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Copies the content of a file without reading it: the file system shares the blocks where it can
 * (btrfs, xfs), and the kernel copies them otherwise. Holes stay holes.
 */
final class FileCopy {
  private static final long FICLONE = 0x40049409L; // _IOW(0x94, 9, int), ioctl_ficlone(2)
  private static final int SEEK_SET = 0;
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;
  private static final int BUFFER = 1 << 17;

  private FileCopy() {}

  /**
   * Copies all of it.
   *
   * @param to empty, open for writing
   */
  static void copy(Fd from, Fd to, long size) {
    if (Kernel.tryCall(Syscall.IOCTL, to.number(), FICLONE, from.number()) == 0) {
      return; // EOPNOTSUPP, EXDEV, EINVAL: not there
    }
    Kernel.call(Syscall.FTRUNCATE, to.number(), size);
    long at = 0;
    while (at < size) {
      long data = Kernel.tryCall(Syscall.LSEEK, from.number(), at, SEEK_DATA);
      if (data == -Errno.ENXIO.number()) {
        return; // nothing but a hole from here on
      }
      long start = data < 0 ? at : data; // a file system without holes has data everywhere
      long hole = Kernel.tryCall(Syscall.LSEEK, from.number(), start, SEEK_HOLE);
      long end = hole < 0 ? size : Math.min(hole, size);
      copy(from, to, start, end);
      at = end;
    }
  }

  private static void copy(Fd from, Fd to, long start, long end) {
    long at = start;
    while (at < end) {
      byte[] in = number(at);
      byte[] out = number(at);
      long copied =
          Kernel.tryCall(Syscall.COPY_FILE_RANGE, from.number(), in, to.number(), out, end - at, 0);
      if (copied == 0) {
        return; // somebody has made it shorter
      } else if (copied == -Errno.ENOSPC.number() || copied == -Errno.EDQUOT.number()) {
        throw new ErrnoException("copy_file_range", Errno.ofResult(copied));
      } else if (copied < 0) {
        copyByHand(from, to, at, end); // EXDEV, EOPNOTSUPP, ENOSYS: not between these two
        return;
      }
      at += copied;
    }
  }

  private static void copyByHand(Fd from, Fd to, long start, long end) {
    Kernel.call(Syscall.LSEEK, from.number(), start, SEEK_SET);
    Kernel.call(Syscall.LSEEK, to.number(), start, SEEK_SET);
    byte[] buffer = new byte[BUFFER];
    long left = end - start;
    while (left > 0) {
      int read = from.read(buffer);
      if (read == 0) {
        return;
      }
      to.write(buffer, 0, (int) Math.min(read, left));
      left -= read;
    }
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(value).array();
  }
}
