package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Removes directory trees that somebody else filled: however deep, whatever the names, and never
 * through a symbolic link.
 */
public final class FileTree {
  private static final int AT_FDCWD = -100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int DIRECTORY_ITSELF =
      OpenFlag.of(OpenFlag.O_DIRECTORY, OpenFlag.O_NOFOLLOW, OpenFlag.O_CLOEXEC);
  private static final int ENTRIES_BYTES = 32768;
  private static final int NAME_OFFSET = 19;
  private static final int OWNER_ONLY = 0700;

  private static final byte[] SELF = {'.', 0};
  private static final byte[] PARENT = {'.', '.', 0};

  private FileTree() {}

  /**
   * Removes the file or directory and everything in it; none there is no error.
   *
   * @throws ErrnoException EBUSY if something is mounted in it; EACCES, EPERM if not allowed
   */
  public static void remove(String path) {
    remove(AT_FDCWD, (path + "\0").getBytes(StandardCharsets.UTF_8));
  }

  private static void remove(int parent, byte[] name) {
    long result = Kernel.tryCall(Syscall.UNLINKAT, parent, name, 0);
    if (result == 0 || result == -Errno.ENOENT.number()) {
      return;
    }
    Errno errno = Errno.ofResult(result);
    if (errno != Errno.EISDIR && errno != Errno.EPERM) {
      throw new ErrnoException("unlinkat(" + show(name) + ")", errno);
    }
    if (Kernel.tryCall(Syscall.UNLINKAT, parent, name, AT_REMOVEDIR) == 0) {
      return; // it was empty
    }
    try (Fd directory = open(parent, name)) {
      for (List<byte[]> some = entries(directory); !some.isEmpty(); some = entries(directory)) {
        some.forEach(entry -> remove(directory.number(), entry));
        Kernel.call(Syscall.LSEEK, directory.number(), 0, 0); // what was skipped comes again
      }
    }
    Kernel.call(Syscall.UNLINKAT, parent, name, AT_REMOVEDIR);
  }

  /** A directory may deny its own owner; overlayfs makes such a one, work/work. */
  private static Fd open(int parent, byte[] name) {
    long fd = Kernel.tryCall(Syscall.OPENAT, parent, name, DIRECTORY_ITSELF, 0);
    if (fd == -Errno.EACCES.number()) {
      Kernel.call(Syscall.FCHMODAT, parent, name, OWNER_ONLY);
      fd = Kernel.call(Syscall.OPENAT, parent, name, DIRECTORY_ITSELF, 0);
    } else if (fd < 0) {
      throw new ErrnoException("openat(" + show(name) + ")", Errno.ofResult(fd));
    }
    Kernel.tryCall(Syscall.FCHMOD, (int) fd, OWNER_ONLY);
    return Fd.of(fd);
  }

  /** Some of the entries, {@code struct linux_dirent64} of getdents64(2); none at the end. */
  private static List<byte[]> entries(Fd directory) {
    byte[] buffer = new byte[ENTRIES_BYTES];
    long length = Kernel.call(Syscall.GETDENTS64, directory.number(), buffer, buffer.length);
    ByteBuffer fields = ByteBuffer.wrap(buffer).order(ByteOrder.nativeOrder());
    List<byte[]> names = new ArrayList<>();
    for (int at = 0; at < length; at += fields.getShort(at + 16)) {
      int end = at + NAME_OFFSET;
      while (buffer[end] != 0) {
        end++;
      }
      byte[] name =
          Arrays.copyOfRange(buffer, at + NAME_OFFSET, end + 1); // any bytes, with the NUL
      if (!Arrays.equals(name, SELF) && !Arrays.equals(name, PARENT)) {
        names.add(name);
      }
    }
    return names;
  }

  private static String show(byte[] name) {
    return Strace.quote(Arrays.copyOf(name, name.length - 1));
  }
}
