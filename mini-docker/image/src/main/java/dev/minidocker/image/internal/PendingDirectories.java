package dev.minidocker.image.internal;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * Modes and times of directories, to be set when nothing more is made in them: a mode may forbid
 * that, and every new file changes the time.
 */
final class PendingDirectories {
  private record Pending(long inode, int mode, Instant modified) {}

  private final Map<String, Pending> byPath = new LinkedHashMap<>();

  void put(String path, long inode, TarArchiveEntry entry) {
    byPath.put(
        path, new Pending(inode, entry.getMode() & 07777, entry.getLastModifiedTime().toInstant()));
  }

  /** The directory of this path, if it was one, is replaced by something else. */
  void forget(String path) {
    byPath.remove(path);
  }

  /** Deepest first: a parent's mode may make its children unreachable. */
  void apply(Directory root) {
    List<String> paths =
        byPath.keySet().stream()
            .sorted(Comparator.comparingInt(PendingDirectories::depth).reversed())
            .toList();
    for (String path : paths) {
      apply(root, path, byPath.get(path));
    }
  }

  private static int depth(String path) {
    return path.isEmpty() ? 0 : 1 + (int) path.chars().filter(c -> c == '/').count();
  }

  private static void apply(Directory root, String path, Pending pending) {
    EntryName name = EntryName.parse(path);
    String last = name.isRoot() ? "." : name.name();
    try (Directory found = name.parent().isEmpty() ? null : root.resolve(name.parent())) {
      Directory parent = name.parent().isEmpty() ? root : found;
      FileStatus status = parent == null ? null : parent.status(last);
      // a link on the way may lead elsewhere by now: only the directory that was meant is changed
      if (status != null && status.isDirectory() && status.inode() == pending.inode()) {
        parent.time(last, pending.modified());
        parent.mode(last, pending.mode());
      }
    }
  }
}
