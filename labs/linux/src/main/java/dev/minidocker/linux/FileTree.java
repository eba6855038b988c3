package dev.minidocker.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Removal of a whole tree, whatever its depth, its names and its modes are.
 *
 * <p>Symbolic links are removed, not followed. Subdirectories are first moved up to the top of the
 * tree: so neither the stack nor the number of open files grows with a depth that an archive chose.
 * Names are C strings, since they need not be valid in any encoding.
 */
public final class FileTree {
  private static final int AT_FDCWD = -100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int DIRECTORY_ITSELF =
      OpenFlag.of(OpenFlag.O_DIRECTORY, OpenFlag.O_NOFOLLOW, OpenFlag.O_CLOEXEC);
  private static final int RENAME_NOREPLACE = 1;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BYTES = 256;
  private static final int ATTRIBUTES_AT = 8;
  private static final long STATX_ATTR_MOUNT_ROOT = 0x2000;

  private FileTree() {}

  /**
   * Makes a directory with just this mode, whatever the umask; mkdir(2), chmod(2).
   *
   * @throws ErrnoException EEXIST if something is there; EACCES, EROFS, ENOSPC if it cannot be made
   */
  public static void makeDirectory(Path path, int mode) {
    Kernel.call(Syscall.MKDIRAT, AT_FDCWD, path.toString(), mode);
    Kernel.call(Syscall.FCHMODAT, AT_FDCWD, path.toString(), mode);
  }

  /**
   * Removes the file or tree at this path, if there is one.
   *
   * @throws ErrnoException EBUSY if something is mounted in it; EACCES, EPERM if not allowed
   */
  public static void remove(String path) {
    remove(AT_FDCWD, cString(path));
  }

  /** Removes the file or tree of this name in an open directory, if there is one. */
  public static void remove(int parent, String name) {
    remove(parent, cString(name));
  }

  /** The same, where the name is a C string. */
  public static void remove(int parent, byte[] name) {
    if (unlinked(parent, name)) {
      return;
    }
    try (Fd top = open(parent, name)) {
      Deque<byte[]> subdirectories = new ArrayDeque<>(unlinkFiles(top));
      long moved = 0;
      while (!subdirectories.isEmpty()) {
        byte[] subdirectory = subdirectories.pop();
        try (Fd open = open(top.number(), subdirectory)) {
          for (byte[] child : unlinkFiles(open)) {
            byte[] name2 = moveUpOrNull(open.number(), child, top.number(), moved);
            if (name2 == null) {
              removeWithin(open, child);
              continue;
            }
            moved++;
            subdirectories.push(name2);
          }
        }
        check("unlinkat", unlink(top.number(), subdirectory, AT_REMOVEDIR));
      }
    }
    check("unlinkat", unlink(parent, name, AT_REMOVEDIR));
  }

  /** Whether there is nothing of this name any more; false where it is a directory. */
  private static boolean unlinked(int parent, byte[] name) {
    long result = unlink(parent, name, 0);
    if (result == -Errno.EISDIR.number()) {
      return false;
    } else if (result != -Errno.ENOENT.number()) {
      check("unlinkat", result);
    }
    return true;
  }

  private static long unlink(int parent, byte[] name, int flags) {
    return Kernel.tryCall(Syscall.UNLINKAT, parent, name, flags);
  }

  /** Opens a directory for reading and changing; its owner may have taken these rights away. */
  private static Fd open(int parent, byte[] name) {
    long result = Kernel.tryCall(Syscall.OPENAT, parent, name, DIRECTORY_ITSELF, 0);
    if (result == -Errno.EACCES.number()) {
      check("fchmodat", Kernel.tryCall(Syscall.FCHMODAT, parent, name, 0700));
      result = Kernel.tryCall(Syscall.OPENAT, parent, name, DIRECTORY_ITSELF, 0);
    }
    check("openat", result);
    Fd directory = Fd.of(result);
    Kernel.tryCall(Syscall.FCHMOD, directory.number(), 0700); // a refusal shows in what follows
    return directory;
  }

  /** Unlinks all but the directories, whose names it returns. */
  private static List<byte[]> unlinkFiles(Fd directory) {
    List<byte[]> directories = new ArrayList<>();
    for (byte[] name : DirectoryEntries.names(directory)) {
      if (!unlinked(directory.number(), name)) {
        directories.add(name);
      }
    }
    return directories;
  }

  /** Null if nothing can be moved from there to the top: it is another file system, in a way. */
  private static byte[] moveUpOrNull(int from, byte[] name, int top, long firstNumber) {
    for (long number = firstNumber; ; number++) {
      byte[] free = cString(".removed-" + Long.toString(number, 36));
      long result = Kernel.tryCall(Syscall.RENAMEAT2, from, name, top, free, RENAME_NOREPLACE);
      if (result == -Errno.EACCES.number()) { // moving a directory changes its ".."
        check("fchmodat", Kernel.tryCall(Syscall.FCHMODAT, from, name, 0700));
        result = Kernel.tryCall(Syscall.RENAMEAT2, from, name, top, free, RENAME_NOREPLACE);
      }
      if (result == -Errno.EXDEV.number()) {
        return null;
      } else if (result != -Errno.EEXIST.number()) {
        check("renameat2", result);
        return free;
      }
    }
  }

  /**
   * A subvolume of btrfs is a part of the tree, and what is in it moves only within it. What is
   * mounted somewhere is not.
   */
  private static void removeWithin(Fd directory, byte[] child) {
    if (isMountPoint(directory)) {
      throw new ErrnoException(
          "renameat2 while removing a directory in which something is mounted", Errno.EBUSY);
    }
    remove(directory.number(), child);
  }

  /** statx(2), Linux 5.8. */
  private static boolean isMountPoint(Fd directory) {
    byte[] status = new byte[STATX_BYTES];
    Kernel.call(Syscall.STATX, directory.number(), "", AT_EMPTY_PATH, 0, status);
    long attributes = ByteBuffer.wrap(status).order(ByteOrder.nativeOrder()).getLong(ATTRIBUTES_AT);
    return (attributes & STATX_ATTR_MOUNT_ROOT) != 0;
  }

  private static byte[] cString(String name) {
    return (name + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private static void check(String call, long result) {
    if (result < 0) {
      throw new ErrnoException(call + " while removing a directory", Errno.ofResult(result));
    }
  }
}
