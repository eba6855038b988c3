package dev.minidocker.image.internal;

import dev.minidocker.linux.Errno;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * Makes an archive's entries below a directory, and never anything elsewhere.
 *
 * <p>Every parent directory is looked up by the kernel with this directory as the root ({@link
 * Directory#resolve}), so that a symbolic link in the archive leads nowhere else; the entry itself
 * is always made new, never opened.
 */
final class LayerWriter implements AutoCloseable {
  private static final int PERMISSIONS = 07777;

  private final Directory root;
  private final Ownership ownership;
  private final Warnings warnings = new Warnings();
  private final PendingDirectories pending = new PendingDirectories();
  private final Attributes attributes;
  private final CurrentDirectory current;
  private final NodeWriter nodes;

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
    this.current = new CurrentDirectory(root);
    this.nodes = new NodeWriter(root, warnings);
  }

  Warnings warnings() {
    return warnings;
  }

  /**
   * Makes one entry; what an earlier one of the same name made is replaced.
   *
   * @param extended its extended attributes
   * @param content the entry's bytes, if it is a file
   */
  void add(TarArchiveEntry entry, Map<String, byte[]> extended, InputStream content)
      throws IOException {
    EntryName name = EntryName.parse(entry.getName());
    if (name.isRoot()) {
      addRoot(entry);
      return;
    }
    Directory parent = current.enter(name.parent());
    if (name.name().startsWith(Whiteouts.PREFIX)) {
      new Whiteouts(parent, attributes).add(name.name());
    } else if (entry.isDirectory()) {
      addDirectory(parent, name, entry);
      attributes.copy(parent, name, extended);
    } else {
      pending.forget(name.toString());
      if (nodes.add(parent, name, entry, content)) {
        own(parent, name.name(), entry);
        attributes.copy(parent, name, extended); // while the mode lets us
        describe(parent, name.name(), entry);
      }
    }
  }

  private void addRoot(TarArchiveEntry entry) {
    if (entry.isDirectory()) {
      pending.put("", root.status(".").inode(), entry);
      own(root, ".", entry);
    }
  }

  private void addDirectory(Directory parent, EntryName name, TarArchiveEntry entry) {
    String last = name.name();
    long result = parent.tryMakeDirectory(last, 0700);
    if (result == -Errno.EEXIST.number()) {
      FileStatus old = parent.status(last);
      if (old == null || !old.isDirectory()) {
        pending.forget(name.toString());
        parent.replace("mkdirat", last, again -> parent.tryMakeDirectory(again, 0700));
        if (old != null && old.isWhiteout()) {
          attributes.markOpaque(parent, last);
        }
      }
    } else {
      Directory.check("mkdirat", last, result);
    }
    pending.put(name.toString(), parent.status(last).inode(), entry);
    own(parent, last, entry);
  }

  private static void describe(Directory parent, String name, TarArchiveEntry entry) {
    if (!entry.isSymbolicLink()) {
      parent.mode(name, entry.getMode() & PERMISSIONS);
    }
    parent.time(name, entry.getLastModifiedTime().toInstant());
  }

  private void own(Directory directory, String name, TarArchiveEntry entry) {
    if (ownership == Ownership.AS_ARCHIVED) {
      directory.owner(name, entry.getLongUserId(), entry.getLongGroupId());
    }
  }

  /** Gives the directories their modes and times, now that nothing more is made in them. */
  void finish() {
    current.close();
    pending.apply(root);
  }

  @Override
  public void close() {
    current.close();
  }
}
