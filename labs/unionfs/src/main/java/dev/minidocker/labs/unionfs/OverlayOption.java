package dev.minidocker.labs.unionfs;

import java.util.Locale;

/** Choices that a kernel is built with and a mount can change; {@code overlayfs.rst}. */
public enum OverlayOption {
  /**
   * A directory of a lower layer can be renamed: its old name is written beside it. Linux 4.10. Not
   * with {@code userxattr}, because whoever writes such a name chooses what is seen.
   */
  REDIRECT_DIR_ON,

  /** It cannot: rename(2) answers EXDEV, and the program copies. */
  REDIRECT_DIR_OFF,

  /** A change of permissions or owner copies no content. Linux 4.19; needs REDIRECT_DIR_ON. */
  METACOPY_ON,

  /** It does. */
  METACOPY_OFF,

  /** Files that are one in a lower layer become two when one is changed. */
  INDEX_OFF;

  /** As in {@code redirect_dir=on}. */
  @Override
  public String toString() {
    int value = name().lastIndexOf('_');
    return (name().substring(0, value) + "=" + name().substring(value + 1))
        .toLowerCase(Locale.ROOT);
  }
}
