package dev.minidocker.engine.storage;

import static dev.minidocker.linux.OpenFlag.O_CREAT;
import static dev.minidocker.linux.OpenFlag.O_DIRECTORY;
import static dev.minidocker.linux.OpenFlag.O_EXCL;
import static dev.minidocker.linux.OpenFlag.O_NOFOLLOW;
import static dev.minidocker.linux.OpenFlag.O_NONBLOCK;
import static dev.minidocker.linux.OpenFlag.O_WRONLY;

import dev.minidocker.linux.DirectoryEntries;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.FileTree;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.OpenFlag;
import dev.minidocker.linux.Syscall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts a layer onto a tree: what overlayfs would show of the two becomes real files. Putting it
 * onto an empty directory is a plain copy.
 *
 * <p>Owners, modes, times, extended attributes and hard links are kept. Symbolic links are copied,
 * never followed. Whiteouts delete, and a directory that is opaque begins empty; {@code
 * Documentation/filesystems/overlayfs.rst}.
 */
final class TreeCopy {
  private static final int DIRECTORY = OpenFlag.of(O_DIRECTORY, O_NOFOLLOW);
  private static final int TO_READ = OpenFlag.of(O_NOFOLLOW, O_NONBLOCK);
  private static final int NEW_FILE = OpenFlag.of(O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW);
  private static final int O_CLOEXEC = OpenFlag.of(OpenFlag.O_CLOEXEC);
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int READ_AND_SEARCH = 0500;
  private static final int LONGEST_LINK = 4096;

  private final Fd target;
  private final boolean allPowerful = Kernel.call(Syscall.GETUID) == 0;
  private final Map<Inode.Identity, String> linked = new HashMap<>();

  private TreeCopy(Fd target) {
    this.target = target;
  }

  /**
   * Puts what is in one directory into another. The two themselves stay as they are: the root of a
   * layer is nobody's file.
   *
   * @throws ErrnoException ENOSPC or EDQUOT if there is no room; half of it may be there then
   */
  static void onto(Path from, Path to) {
    try (Fd source = Fd.open(from.toString(), DIRECTORY, 0);
        Fd target = Fd.open(to.toString(), DIRECTORY, 0)) {
      if (ExtendedAttributes.of(source, ".").areOpaque()) {
        clear(target);
      }
      new TreeCopy(target).entries(source, target, "");
    }
  }

  private void entries(Fd source, Fd into, String path) {
    for (byte[] name : DirectoryEntries.names(source)) {
      Inode inode = Inode.at(source.number(), name);
      if (inode.isWhiteout()) {
        FileTree.remove(into.number(), name);
      } else if (inode.type() == Inode.Type.DIRECTORY) {
        String inside = path + Names.of(name) + "/";
        readable(source, name, inode, () -> directory(source, into, name, inode, inside));
      } else {
        FileTree.remove(into.number(), name);
        node(source, into, name, inode, path + Names.of(name));
      }
    }
  }

  private void directory(Fd source, Fd into, byte[] name, Inode inode, String path) {
    if (makeDirectory(into, name) == -Errno.EEXIST.number()
        && Inode.at(into.number(), name).type() != Inode.Type.DIRECTORY) {
      FileTree.remove(into.number(), name);
      makeDirectory(into, name);
    }
    Kernel.call(Syscall.FCHMODAT, into.number(), name, 0700); // what is there may forbid changes
    try (Fd from = open(source, name, DIRECTORY);
        Fd to = Fd.of(Kernel.call(Syscall.OPENAT, into.number(), name, DIRECTORY | O_CLOEXEC, 0))) {
      if (ExtendedAttributes.of(from, ".").areOpaque()) {
        clear(to);
      }
      entries(from, to, path);
    }
    describe(source, into, name, inode);
  }

  private static long makeDirectory(Fd into, byte[] name) {
    long result = Kernel.tryCall(Syscall.MKDIRAT, into.number(), name, 0700);
    if (result < 0 && result != -Errno.EEXIST.number()) {
      throw new ErrnoException("mkdirat(\"" + Names.shown(name) + "\")", Errno.ofResult(result));
    }
    return result;
  }

  private static void clear(Fd directory) {
    for (byte[] name : DirectoryEntries.names(directory)) {
      FileTree.remove(directory.number(), name);
    }
  }

  private void node(Fd source, Fd into, byte[] name, Inode inode, String path) {
    String first = inode.links() > 1 ? linked.putIfAbsent(inode.identity(), path) : null;
    if (first != null) {
      byte[] known = Names.cString(first);
      Kernel.call(Syscall.LINKAT, target.number(), known, into.number(), name, 0);
      return;
    }
    switch (inode.type()) {
      case REGULAR -> readable(source, name, inode, () -> file(source, into, name, inode));
      case LINK -> link(source, into, name);
      case SOCKET -> {
        return; // means nothing without its process
      }
      default -> Kernel.call(Syscall.MKNODAT, into.number(), name, inode.mode(), inode.device());
    }
    describe(source, into, name, inode);
  }

  private static void file(Fd source, Fd into, byte[] name, Inode inode) {
    try (Fd from = open(source, name, TO_READ);
        Fd to =
            Fd.of(Kernel.call(Syscall.OPENAT, into.number(), name, NEW_FILE | O_CLOEXEC, 0600))) {
      FileCopy.copy(from, to, inode.size());
    }
  }

  private static void link(Fd source, Fd into, byte[] name) {
    byte[] text = new byte[LONGEST_LINK];
    long length =
        Kernel.call(Syscall.READLINKAT, source.number(), name, text, (long) text.length - 1);
    byte[] cString = Arrays.copyOf(text, (int) length + 1);
    Kernel.call(Syscall.SYMLINKAT, cString, into.number(), name);
  }

  private static Fd open(Fd directory, byte[] name, int flags) {
    return Fd.of(Kernel.call(Syscall.OPENAT, directory.number(), name, flags | O_CLOEXEC, 0));
  }

  /** Who owns a file may have taken from himself the right to read it, and gets it for a while. */
  private void readable(Fd directory, byte[] name, Inode inode, Runnable action) {
    if (allPowerful || (inode.permissions() & READ_AND_SEARCH) == READ_AND_SEARCH) {
      action.run();
      return;
    }
    int mode = inode.permissions() | READ_AND_SEARCH;
    Kernel.call(Syscall.FCHMODAT, directory.number(), name, mode);
    try {
      action.run();
    } finally {
      Kernel.call(Syscall.FCHMODAT, directory.number(), name, inode.permissions());
    }
  }

  /** The owner first: changing it takes set-user-ID and capabilities away. The time last. */
  private static void describe(Fd source, Fd into, byte[] name, Inode inode) {
    int directory = into.number();
    Kernel.call(Syscall.FCHOWNAT, directory, name, inode.uid(), inode.gid(), AT_SYMLINK_NOFOLLOW);
    String text = Names.of(name);
    ExtendedAttributes.of(into, text).become(ExtendedAttributes.of(source, text));
    if (inode.type() != Inode.Type.LINK) {
      Kernel.call(Syscall.FCHMODAT, directory, name, inode.permissions());
    }
    Inode.Modified modified = inode.modified();
    byte[] times =
        ByteBuffer.allocate(32)
            .order(ByteOrder.nativeOrder())
            .putLong(modified.seconds())
            .putLong(modified.nanos())
            .putLong(modified.seconds())
            .putLong(modified.nanos())
            .array();
    Kernel.call(Syscall.UTIMENSAT, directory, name, times, AT_SYMLINK_NOFOLLOW);
  }
}
