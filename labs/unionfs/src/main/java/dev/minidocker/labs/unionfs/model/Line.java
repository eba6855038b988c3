package dev.minidocker.labs.unionfs.model;

/** How one file is told, so that what a model says can be compared with what a kernel shows. */
public final class Line {
  public static final String OPAQUE = " opaque";
  public static final String METACOPY = "<content below>";

  private Line() {}

  public static String directory(String path, int mode) {
    return path + "/ " + Integer.toOctalString(mode);
  }

  public static String file(String path, int mode, int links, String content) {
    return path + " " + Integer.toOctalString(mode) + " links=" + links + " \"" + content + "\"";
  }

  public static String symlink(String path, int links) {
    return path + " -> links=" + links;
  }

  public static String whiteout(String path) {
    return path + " whiteout";
  }

  /** What is known of a file's old name; nothing if it has its own. */
  public static String redirect(String oldName) {
    return oldName == null ? "" : " redirect=" + oldName;
  }
}
