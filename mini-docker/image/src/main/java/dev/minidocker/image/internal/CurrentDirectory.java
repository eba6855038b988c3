package dev.minidocker.image.internal;

import dev.minidocker.image.ImageException;
import dev.minidocker.linux.Errno;

/** Where entries are being made: archives go directory by directory, so it stays open. */
final class CurrentDirectory implements AutoCloseable {
  private final Directory root;
  private Directory current;
  private String path = "";

  CurrentDirectory(Directory root) {
    this.root = root;
    this.current = root;
  }

  /**
   * Makes this directory the current one; where it is missing, it is made.
   *
   * @param newPath from the root, "" for the root itself
   */
  Directory enter(String newPath) {
    if (!newPath.equals(path)) {
      close();
      Directory found = newPath.isEmpty() ? root : root.resolve(newPath);
      current = found == null ? make(newPath) : found;
      path = newPath;
    }
    return current;
  }

  /** An archive may name a file before its directories, or not name these at all. */
  private Directory make(String missing) {
    Directory at = root;
    for (int slash = missing.indexOf('/'); ; slash = missing.indexOf('/', slash + 1)) {
      String prefix = slash < 0 ? missing : missing.substring(0, slash);
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

  /** Makes the root the current directory. */
  @Override
  public void close() {
    if (current != root) {
      current.close();
    }
    current = root;
    path = "";
  }
}
