package dev.minidocker.labs.unionfs.model;

/** What a mount allows; the kernel refuses metacopy without redirect_dir. */
public enum Rules {
  /** The kernel's own choice. */
  PLAIN(false, false),

  /** A directory of lower layers can be renamed: its old name is written beside it. */
  REDIRECT_DIR(true, false),

  /** In addition, a change of permissions leaves the content where it is. */
  METACOPY(true, true);

  private final boolean redirectDir;
  private final boolean metacopy;

  Rules(boolean redirectDir, boolean metacopy) {
    this.redirectDir = redirectDir;
    this.metacopy = metacopy;
  }

  boolean redirectDir() {
    return redirectDir;
  }

  boolean metacopy() {
    return metacopy;
  }
}
