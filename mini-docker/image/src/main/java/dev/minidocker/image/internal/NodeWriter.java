package dev.minidocker.image.internal;

import dev.minidocker.image.ImageException;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Fd;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** Makes what is not a directory: files, links, devices and FIFOs. */
final class NodeWriter {
  private static final int BUFFER = 1 << 17;

  private final Directory root;
  private final Warnings warnings;
  private final byte[] buffer = new byte[BUFFER];

  NodeWriter(Directory root, Warnings warnings) {
    this.root = root;
    this.warnings = warnings;
  }

  /** Whether something was made that has no owner, mode and time yet. */
  boolean add(Directory parent, EntryName name, TarArchiveEntry entry, InputStream content)
      throws IOException {
    if (entry.isLink()) {
      addHardLink(parent, name, entry.getLinkName());
      return false; // the file has them already
    } else if (entry.isSymbolicLink()) {
      addSymbolicLink(parent, name, entry.getLinkName());
      return true;
    } else if (entry.isCharacterDevice()) {
      return addDevice(parent, name, FileStatus.S_IFCHR, entry);
    } else if (entry.isBlockDevice()) {
      return addDevice(parent, name, FileStatus.S_IFBLK, entry);
    } else if (entry.isFIFO()) {
      int fifo = FileStatus.S_IFIFO | 0600;
      parent.replace("mknodat", name.name(), last -> parent.tryMakeNode(last, fifo, 0));
      return true;
    } else if (entry.isFile()) {
      addFile(parent, name.name(), content);
      return true;
    }
    warnings.add("entries of an unknown type left out", name.toString());
    return false;
  }

  /** Whether {@link #add} makes a file of it, with the entry's bytes as its content. */
  static boolean isFile(TarArchiveEntry entry) {
    return entry.isFile()
        && !entry.isLink()
        && !entry.isSymbolicLink()
        && !entry.isCharacterDevice()
        && !entry.isBlockDevice()
        && !entry.isFIFO();
  }

  private void addFile(Directory parent, String name, InputStream content) throws IOException {
    try (Fd file = Fd.of(parent.replace("openat", name, parent::tryCreateFile))) {
      int read;
      while ((read = content.read(buffer)) > 0) {
        file.write(buffer, 0, read);
      }
    }
  }

  private static void addSymbolicLink(Directory parent, EntryName name, String target) {
    if (target.indexOf('\0') >= 0 || target.indexOf('\uFFFD') >= 0) {
      throw new ImageException(
          "the link " + EntryName.shown(name.toString()) + " has a target that is no path");
    }
    parent.replace("symlinkat", name.name(), last -> parent.tryMakeSymlink(last, target));
  }

  private boolean addDevice(Directory parent, EntryName name, int type, TarArchiveEntry entry) {
    long device = deviceNumber(entry.getDevMajor(), entry.getDevMinor());
    long result =
        parent.tryReplace(name.name(), last -> parent.tryMakeNode(last, type | 0600, device));
    if (result == -Errno.EPERM.number()) {
      warnings.add("of the devices left out, which only root can make", name.toString());
      return false;
    }
    Directory.check("mknodat", name.name(), result);
    return true;
  }

  /** {@code new_encode_dev} in {@code include/linux/kdev_t.h}. */
  private static long deviceNumber(long major, long minor) {
    return (minor & 0xff) | (major << 8) | ((minor & ~0xffL) << 12);
  }

  private void addHardLink(Directory parent, EntryName name, String target) {
    EntryName old = EntryName.parse(target);
    try (Directory found = old.parent().isEmpty() ? null : root.resolve(old.parent())) {
      Directory targetParent = old.parent().isEmpty() ? root : found;
      FileStatus status =
          targetParent == null || old.isRoot() ? null : targetParent.status(old.name());
      if (status == null || status.isDirectory()) {
        throw new ImageException(
            EntryName.shown(name.toString())
                + " is a hard link to "
                + EntryName.shown(target)
                + ", which is no file of the archive so far");
      }
      FileStatus present = parent.status(name.name());
      if (present == null || present.inode() != status.inode()) {
        parent.replace(
            "linkat", name.name(), last -> parent.tryMakeLink(last, targetParent, old.name()));
      }
    }
  }
}
