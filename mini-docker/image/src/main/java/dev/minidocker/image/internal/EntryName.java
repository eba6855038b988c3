package dev.minidocker.image.internal;

import dev.minidocker.image.ImageException;

/**
 * Where an entry of an archive goes: the directory, and the name in it. The root itself has two
 * empty strings.
 *
 * @param parent path from the root without {@code .} and {@code ..}, "" for the root
 * @param name the last component
 */
record EntryName(String parent, String name) {
  private static final int MAX_SHOWN = 120;

  /**
   * Resolves {@code .} and {@code ..} as text, as every unpacker does; symbolic links are the
   * kernel's matter.
   *
   * @throws ImageException if the name leads out of the root, or says something that the kernel
   *     would read differently
   */
  static EntryName parse(String raw) {
    if (raw.indexOf('\0') >= 0) {
      throw new ImageException("the archive has an entry with a NUL in its name: " + shown(raw));
    } else if (raw.indexOf('\uFFFD') >= 0) {
      throw new ImageException("the archive has an entry whose name is not UTF-8: " + shown(raw));
    }
    StringBuilder clean = new StringBuilder(raw.length());
    for (int start = 0; start < raw.length(); ) {
      int slash = raw.indexOf('/', start);
      int end = slash < 0 ? raw.length() : slash;
      append(clean, raw, start, end);
      start = end + 1;
    }
    int last = clean.lastIndexOf("/");
    return last < 0
        ? new EntryName("", clean.toString())
        : new EntryName(clean.substring(0, last), clean.substring(last + 1));
  }

  private static void append(StringBuilder clean, String raw, int start, int end) {
    int length = end - start;
    if (length == 0 || (length == 1 && raw.charAt(start) == '.')) {
      return;
    } else if (length == 2 && raw.startsWith("..", start)) {
      if (clean.length() == 0) {
        throw new ImageException("the archive has an entry outside of its root: " + shown(raw));
      }
      clean.setLength(Math.max(0, clean.lastIndexOf("/")));
      return;
    }
    if (clean.length() > 0) {
      clean.append('/');
    }
    clean.append(raw, start, end);
  }

  boolean isRoot() {
    return name.isEmpty();
  }

  /** For messages: in quotes, not longer than a line, and without what a terminal would obey. */
  static String shown(String raw) {
    StringBuilder text = new StringBuilder("'");
    raw.codePoints()
        .limit(MAX_SHOWN)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(text::appendCodePoint);
    return text.append(raw.length() > MAX_SHOWN ? "…'" : "'").toString();
  }

  @Override
  public String toString() {
    return parent.isEmpty() ? name : parent + "/" + name;
  }
}
