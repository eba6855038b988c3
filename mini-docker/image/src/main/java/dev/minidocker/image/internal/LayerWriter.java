package dev.minidocker.image.internal;

import dev.minidocker.image.ImageException;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * Makes an archive's entries below a directory, and never anything elsewhere.
 *
 * <p>Every parent directory is looked up by the kernel with this directory as the root ({@link
 * Directory#resolve}), so that a symbolic link in the archive leads nowhere else; the entry itself
 * is always made new, never opened.
 */
final class LayerWriter implements AutoCloseable {
  private static final int BUFFER = 1 << 17;
  private static final int PERMISSIONS = 07777;

  private final Directory root;
  private final Ownership ownership;
  private final Warnings warnings = new Warnings();
  private final PendingDirectories pending = new PendingDirectories();
  private final Attributes attributes;
  private final byte[] buffer = new byte[BUFFER];
  private Directory parent;
  private String parentPath;

  /** Who owns what is unpacked. */
  enum Ownership {
    /** Whoever the archive says; needs CAP_CHOWN. */
    AS_ARCHIVED,
    /** The user who unpacks. */
    OWN
  }

  LayerWriter(Directory root, Ownership ownership) {
    this.root = root;
    this.ownership = ownership;
    this.attributes = new Attributes(ownership, warnings);
    this.parent = root;
    this.parentPath = "";
  }

  Warnings warnings() {
    return warnings;
  }

  /**
   * Makes one entry; what an earlier one of the same name made is replaced.
   *
   * @param content the entry's bytes, if it is a file
   */
  void add(TarArchiveEntry entry, InputStream content) throws IOException {
    EntryName name = EntryName.parse(entry.getName());
    if (name.isRoot()) {
      addRoot(entry);
    } else if (name.name().startsWith(Whiteouts.PREFIX)) {
      enter(name);
      new Whiteouts(parent, attributes).add(name.name());
    } else if (entry.isDirectory()) {
      enter(name);
      addDirectory(name, entry);
    } else {
      enter(name);
      pending.forget(name.toString());
      if (addOther(name, entry, content)) {
        describe(name.name(), entry);
      }
    }
  }

  private void addRoot(TarArchiveEntry entry) {
    if (entry.isDirectory()) {
      pending.put("", root.status(".").inode(), entry);
      own(root, ".", entry);
    }
  }

  /** Whether something was made. */
  private boolean addOther(EntryName name, TarArchiveEntry entry, InputStream content)
      throws IOException {
    if (entry.isLink()) {
      return addHardLink(name, entry.getLinkName());
    } else if (entry.isSymbolicLink()) {
      String target = entry.getLinkName();
      if (target.indexOf('\0') >= 0 || target.indexOf('\uFFFD') >= 0) {
        throw new ImageException(
            "the link " + EntryName.shown(name.toString()) + " has a target that is no path");
      }
      make(name.name(), "symlinkat", () -> parent.tryMakeSymlink(name.name(), target));
    } else if (entry.isCharacterDevice()) {
      return addDevice(name, FileStatus.S_IFCHR, entry);
    } else if (entry.isBlockDevice()) {
      return addDevice(name, FileStatus.S_IFBLK, entry);
    } else if (entry.isFIFO()) {
      make(
          name.name(),
          "mknodat",
          () -> parent.tryMakeNode(name.name(), FileStatus.S_IFIFO | 0600, 0));
    } else if (entry.isFile()) {
      addFile(name.name(), content);
    } else {
      warnings.add("entries of an unknown type left out", name.toString());
      return false;
    }
    return true;
  }

  private void addFile(String name, InputStream content) throws IOException {
    try (Fd file = Fd.of(make(name, "openat", () -> parent.tryCreateFile(name)))) {
      int read;
      while ((read = content.read(buffer)) > 0) {
        file.write(buffer, 0, read);
      }
    }
  }

  private void addDirectory(EntryName name, TarArchiveEntry entry) {
    String last = name.name();
    long result = parent.tryMakeDirectory(last, 0700);
    if (result == -Errno.EEXIST.number()) {
      FileStatus old = parent.status(last);
      if (old == null || !old.isDirectory()) {
        pending.forget(name.toString());
        make(last, "mkdirat", () -> parent.tryMakeDirectory(last, 0700));
        if (old != null && old.isWhiteout()) {
          attributes.markOpaque(parent, last);
        }
      }
    } else {
      Directory.check("mkdirat", last, result);
    }
    pending.put(name.toString(), parent.status(last).inode(), entry);
    own(parent, last, entry);
    attributes.copy(parent, name, entry);
  }

  private boolean addDevice(EntryName name, int type, TarArchiveEntry entry) {
    long device = deviceNumber(entry.getDevMajor(), entry.getDevMinor());
    long result = attempt(name.name(), () -> parent.tryMakeNode(name.name(), type | 0600, device));
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

  private boolean addHardLink(EntryName name, String target) {
    EntryName old = EntryName.parse(target);
    Directory targetParent = old.parent().isEmpty() ? root : root.resolve(old.parent());
    try {
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
        make(
            name.name(), "linkat", () -> parent.tryMakeLink(name.name(), targetParent, old.name()));
      }
      return false; // the file has its owner, mode and time already
    } finally {
      if (targetParent != null && targetParent != root) {
        targetParent.close();
      }
    }
  }

  private void describe(String name, TarArchiveEntry entry) {
    own(parent, name, entry);
    if (!entry.isSymbolicLink()) {
      parent.mode(name, entry.getMode() & PERMISSIONS);
    }
    attributes.copy(parent, new EntryName(parentPath, name), entry);
    parent.time(name, entry.getLastModifiedTime().toInstant());
  }

  private void own(Directory directory, String name, TarArchiveEntry entry) {
    if (ownership == Ownership.AS_ARCHIVED) {
      directory.owner(name, entry.getLongUserId(), entry.getLongGroupId());
    }
  }

  /** Tries; where something of that name exists already, removes it and tries again. */
  private long attempt(String name, LongSupplier attempt) {
    long result = attempt.getAsLong();
    if (result == -Errno.EEXIST.number()) {
      FileTree.remove(parent.fd(), name);
      result = attempt.getAsLong();
    }
    return result;
  }

  private long make(String name, String call, LongSupplier attempt) {
    long result = attempt(name, attempt);
    Directory.check(call, name, result);
    return result;
  }

  /** Makes the entry's parent the current directory; archives go directory by directory. */
  private void enter(EntryName name) {
    if (name.parent().equals(parentPath)) {
      return;
    }
    leave();
    Directory found = name.parent().isEmpty() ? root : root.resolve(name.parent());
    parent = found == null ? makeParents(name.parent()) : found;
    parentPath = name.parent();
  }

  /** An archive may name a file before its directories, or not name these at all. */
  private Directory makeParents(String path) {
    Directory at = root;
    for (int slash = path.indexOf('/'); ; slash = path.indexOf('/', slash + 1)) {
      String prefix = slash < 0 ? path : path.substring(0, slash);
      Directory next = root.resolve(prefix);
      if (next == null) {
        String last = prefix.substring(prefix.lastIndexOf('/') + 1);
        if (at.tryMakeDirectory(last, 0755) == -Errno.EEXIST.number()) {
          throw new ImageException(
              EntryName.shown(prefix)
                  + " is a symbolic link to nothing, and the archive has files in it");
        }
        at.mode(last, 0755);
        next = root.resolve(prefix);
      }
      if (at != root) {
        at.close();
      }
      at = next;
      if (slash < 0) {
        return at;
      }
    }
  }

  private void leave() {
    if (parent != root) {
      parent.close();
    }
    parent = root;
    parentPath = "";
  }

  /** Gives the directories their modes and times, now that nothing more is made in them. */
  void finish() {
    leave();
    pending.apply(root);
  }

  @Override
  public void close() {
    leave();
  }
}
