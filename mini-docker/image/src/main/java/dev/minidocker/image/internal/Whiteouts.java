package dev.minidocker.image.internal;

import dev.minidocker.image.ImageException;
import dev.minidocker.linux.Errno;

/**
 * Deletions in a layer: from the way the OCI image-spec writes them ({@code layer.md#whiteouts}) to
 * overlay's ({@code Documentation/filesystems/overlayfs.rst}).
 *
 * <p>Where no lower layer has the directory, overlay has nothing to merge and lists a deletion in
 * it by its name, with no file behind it. On the root of a layer it does not look for the mark of
 * an opaque directory: who mounts leaves the layers below away.
 */
record Whiteouts(Directory parent, Attributes attributes) {
  static final String PREFIX = ".wh.";
  private static final String RESERVED = ".wh..wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  /** Notes that the layer hides something of the layers below. */
  void add(String name) {
    if (name.equals(OPAQUE)) {
      attributes.markOpaque(parent, "");
    } else if (name.equals(PREFIX)) {
      throw new ImageException("the archive has a whiteout for nothing: an entry named .wh.");
    } else if (!name.startsWith(RESERVED)) {
      hide(name.substring(PREFIX.length()));
    }
  }

  /** A file of this layer hides the lower one already; a directory has to be told to. */
  private void hide(String name) {
    if (name.equals(".") || name.equals("..")) {
      throw new ImageException("the archive has a whiteout for a directory itself: .wh." + name);
    }
    long result = parent.tryMakeNode(name, FileStatus.S_IFCHR, 0);
    if (result == -Errno.EEXIST.number()) {
      FileStatus status = parent.status(name);
      if (status != null && status.isDirectory()) {
        attributes.markOpaque(parent, name);
      }
    } else {
      Directory.check("mknodat", name, result);
    }
  }
}
