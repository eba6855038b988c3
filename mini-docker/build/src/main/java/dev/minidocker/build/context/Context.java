package dev.minidocker.build.context;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** A directory of files for a build. No path and no link leads out of it. */
public final class Context {
  private final Path root;
  private final IgnoreFile ignored;

  private Context(Path root, IgnoreFile ignored) {
    this.root = root;
    this.ignored = ignored;
  }

  /**
   * A directory, without what its {@code .dockerignore} names.
   *
   * @throws ContextException if it is no directory, or the file is bad
   */
  public static Context of(Path directory) {
    try {
      Path root = directory.toRealPath();
      if (!Files.isDirectory(root)) {
        throw new ContextException(
            directory + " is no directory; expected one with the files of the build");
      }
      Path file = root.resolve(".dockerignore");
      return new Context(
          root,
          Files.isRegularFile(file) ? IgnoreFile.parse(Files.readString(file)) : IgnoreFile.NONE);
    } catch (NoSuchFileException e) {
      throw new ContextException("there is no directory " + directory, e);
    } catch (IOException e) {
      throw new ContextException("cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  /** All of a directory: an earlier stage's root, or the content of an archive. */
  public static Context whole(Path root) {
    return new Context(root, IgnoreFile.NONE);
  }

  public Path root() {
    return root;
  }

  /**
   * The files that a source means.
   *
   * @param source a path below the context, or a pattern
   * @return paths in order of their names; never empty
   * @throws ContextException if there is none
   */
  public List<ContextFile> find(String source) {
    String clean = Path.of("/" + source).normalize().toString().substring(1);
    List<ContextFile> found =
        PathPattern.isPattern(clean) ? matching(new PathPattern(clean)) : named(clean);
    if (found.isEmpty()) {
      String hidden =
          Files.exists(root.resolve(clean), LinkOption.NOFOLLOW_LINKS)
              ? " (.dockerignore hides it)"
              : "";
      throw new ContextException("\"" + source + "\" is not in " + root + hidden);
    }
    return found;
  }

  private List<ContextFile> named(String path) {
    ContextFile file = new ContextFile(this, path);
    boolean visible =
        path.isEmpty()
            || !ignored.ignores(path)
            || (file.isDirectory() && ignored.takesAnythingIn()); // in part
    return visible && Files.exists(file.location(), LinkOption.NOFOLLOW_LINKS)
        ? List.of(file)
        : List.of();
  }

  private List<ContextFile> matching(PathPattern pattern) {
    return new ContextFile(this, "")
        .tree().stream().filter(file -> pattern.matches(file.path())).toList();
  }

  /** What is below a directory, the directory itself first, each before what is in it. */
  List<ContextFile> below(String directory) {
    List<ContextFile> files = new ArrayList<>();
    try {
      Files.walkFileTree(root.resolve(directory), new Collector(files));
    } catch (IOException e) {
      throw new ContextException("cannot read the files of the build: " + e.getMessage(), e);
    }
    files.sort(ContextFile.BY_PATH);
    return files;
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    private final List<ContextFile> files;

    Collector(List<ContextFile> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      String path = root.relativize(directory).toString();
      if (path.isEmpty() || !ignored.ignores(path)) {
        files.add(new ContextFile(Context.this, path));
        return FileVisitResult.CONTINUE;
      }
      return ignored.takesAnythingIn() ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String path = root.relativize(file).toString();
      if (!ignored.ignores(path)) {
        files.add(new ContextFile(Context.this, path));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
