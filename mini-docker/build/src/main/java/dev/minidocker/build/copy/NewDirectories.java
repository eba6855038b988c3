package dev.minidocker.build.copy;

import dev.minidocker.build.context.ContextException;
import dev.minidocker.engine.FileOwner;
import dev.minidocker.image.LayerUnpacker;
import dev.minidocker.image.UnpackLimits;
import dev.minidocker.image.tar.TarStream;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.OpenFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** Directories that an image does not have yet. */
public final class NewDirectories {
  private static final int MODE = 0755;

  private NewDirectories() {}

  /**
   * Makes a directory and those on the way to it, each only where there is none.
   *
   * @param root of the image's files, in which no link leads out
   * @param path absolute
   * @return whether anything was missing
   * @throws ContextException if there is something else of such a name
   */
  public static boolean make(Path root, String path, FileOwner owner) {
    List<TarStream.Entry> missing = new ArrayList<>();
    Path whole = Path.of(path);
    for (int depth = 1; depth <= whole.getNameCount(); depth++) {
      String part = whole.subpath(0, depth).toString();
      if (!isThere(root, part)) {
        requireNothing(root, part);
        missing.add(entry(part, owner));
      }
    }
    if (!missing.isEmpty()) {
      LayerUnpacker.unpack(TarStream.of(missing.stream()), root, UnpackLimits.DEFAULT);
    }
    return !missing.isEmpty();
  }

  private static void requireNothing(Path root, String path) {
    try (Fd open =
        Fd.open(root.toString(), OpenFlag.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY), 0)) {
      long found = Fd.tryOpenInRoot(open, path, OpenFlag.O_PATH.bits());
      if (found >= 0) {
        Fd.of(found).close();
        throw new ContextException(
            "/" + path + " is a file in the image, so it cannot be a directory");
      }
    }
  }

  /** Whether there is a directory of this path, or a link that leads to one. */
  static boolean isThere(Path root, String path) {
    int flags = OpenFlag.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);
    try (Fd open = Fd.open(root.toString(), flags, 0)) {
      long found = Fd.tryOpenInRoot(open, path, flags);
      if (found >= 0) {
        Fd.of(found).close();
      }
      return found >= 0;
    }
  }

  /**
   * Where links lead from a path.
   *
   * @return absolute; the path itself if nothing is there
   */
  static String behindLinks(Path root, String path) {
    try (Fd open =
        Fd.open(root.toString(), OpenFlag.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY), 0)) {
      long found = Fd.tryOpenInRoot(open, path, OpenFlag.O_PATH.bits());
      if (found < 0) {
        return path;
      }
      try (Fd file = Fd.of(found)) {
        return Files.readSymbolicLink(Path.of("/proc/self/fd/" + file.number())).toString();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TarStream.Entry entry(String path, FileOwner owner) {
    TarArchiveEntry header = new TarArchiveEntry(path + "/");
    header.setMode(MODE);
    header.setUserId(owner.uid());
    header.setGroupId(owner.gid());
    return new TarStream.Entry(header, Optional.empty(), Map.of());
  }
}
