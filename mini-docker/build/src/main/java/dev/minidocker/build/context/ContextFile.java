package dev.minidocker.build.context;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * A file, link or directory of a context.
 *
 * @param path as it was asked for, relative to the context; "" is the context itself
 * @param real where it is: the same, unless a link was on the way
 */
public record ContextFile(Context context, String path, String real) {
  static final Comparator<ContextFile> BY_PATH =
      Comparator.comparing(file -> file.real().replace('/', '\0')); // a directory before its files

  /** Where it is on the host. */
  public Path location() {
    return context.root().resolve(real);
  }

  /** Whether it is a directory, and no link to one. */
  public boolean isDirectory() {
    return Files.isDirectory(location(), LinkOption.NOFOLLOW_LINKS);
  }

  /** The last name of its path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** It, and what is in it, a directory before its files. */
  public List<ContextFile> tree() {
    return isDirectory() ? context.below(real) : List.of(this);
  }
}
