package dev.minidocker.labkit.leaks;

import dev.minidocker.linux.FileTree;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file, or a directory with all that is in it.
 *
 * @param path whose last part is {@code md-…}
 */
public record TreeTrace(Path path) implements Trace {
  static final String KIND = "file";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String what() {
    return path.toString();
  }

  @Override
  public boolean isThere() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public Optional<String> objection() {
    return Trace.isMadeUp(path.getFileName())
        ? Optional.empty()
        : Optional.of("its name does not begin with " + PREFIX);
  }

  /** Links are removed, not followed; EBUSY where something is mounted in it. */
  @Override
  public void remove() {
    FileTree.remove(path.toString());
  }

  @Override
  public String byHand() {
    return "rm -r " + path;
  }
}
