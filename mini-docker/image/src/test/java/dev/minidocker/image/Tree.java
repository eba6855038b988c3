package dev.minidocker.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that can be seen of a directory tree, path by path: two trees are the same if these
 * maps are equal.
 */
final class Tree {
  private static final int S_IFMT = 0170000;
  private static final int S_IFLNK = 0120000;
  private static final int S_IFREG = 0100000;
  private static final int S_IFDIR = 0040000;

  private Tree() {}

  /**
   * Looks at all but one path.
   *
   * @param without this path and what is below it are not looked at; may be null
   */
  static Map<String, String> look(Path root, Path without) {
    Map<String, String> seen = new TreeMap<>();
    try {
      look(root, root, without, seen, new HashMap<>());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return seen;
  }

  /** The same without the root, of which an archive may say nothing. */
  static Map<String, String> below(Path root) {
    Map<String, String> seen = look(root, null);
    seen.remove("");
    return seen;
  }

  private static void look(
      Path root, Path path, Path without, Map<String, String> seen, Map<Object, String> inodes)
      throws IOException {
    if (path.equals(without)) {
      return;
    }
    Map<String, Object> stat = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
    int mode = (int) stat.get("mode");
    int type = mode & S_IFMT;
    String relative = root.relativize(path).toString();
    StringBuilder text = new StringBuilder(Integer.toOctalString(mode));
    text.append(" owner ").append(stat.get("uid")).append(':').append(stat.get("gid"));
    text.append(" mtime ").append(stat.get("lastModifiedTime"));
    text.append(" device ").append(stat.get("rdev"));
    if (type != S_IFDIR) {
      text.append(" same as ").append(inodes.computeIfAbsent(stat.get("ino"), ino -> relative));
    }
    if (type == S_IFLNK) {
      text.append(" -> ").append(Files.readSymbolicLink(path));
    } else if (type == S_IFREG) {
      makeReadable(path, mode, 0400);
      text.append(" content ").append(Digest.of(Files.readAllBytes(path)));
    }
    seen.put(relative, text.toString());
    if (type == S_IFDIR) {
      makeReadable(path, mode, 0500);
      try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
        for (Path child : sorted(children)) {
          look(root, child, without, seen, inodes);
        }
      }
    }
  }

  private static Iterable<Path> sorted(DirectoryStream<Path> children) {
    TreeMap<String, Path> byName = new TreeMap<>();
    children.forEach(child -> byName.put(child.getFileName().toString(), child));
    return byName.values();
  }

  /** An ordinary user cannot look into what forbids it; the mode is noted already. */
  private static void makeReadable(Path path, int mode, int needed) throws IOException {
    if ((mode & needed) != needed && !Needs.root()) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
