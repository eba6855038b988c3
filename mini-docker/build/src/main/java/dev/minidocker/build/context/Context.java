package dev.minidocker.build.context;

import dev.minidocker.linux.Fd;
import dev.minidocker.linux.OpenFlag;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A directory of files for a build. No path and no link leads out of it. */
public final class Context {
  private final Path root;
  private final String rootAsTheKernelNamesIt;
  private final IgnoreFile ignored;

  private Context(Path root, String rootAsTheKernelNamesIt, IgnoreFile ignored) {
    this.root = root;
    this.rootAsTheKernelNamesIt = rootAsTheKernelNamesIt;
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
          root.toString(),
          Files.isRegularFile(file) ? IgnoreFile.parse(Files.readString(file)) : IgnoreFile.NONE);
    } catch (NoSuchFileException e) {
      throw new ContextException("there is no directory " + directory, e);
    } catch (IOException e) {
      throw new ContextException("cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * All files of a container.
   *
   * @param root {@code /proc/PID/root}
   */
  public static Context ofContainer(Path root) {
    return new Context(root.resolve("."), "", IgnoreFile.NONE); // the link itself is no directory
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
      String hidden = ignored.ignores(clean) ? " (.dockerignore hides it)" : "";
      boolean container = rootAsTheKernelNamesIt.isEmpty();
      String where = container ? "the image or stage that --from names" : root.toString();
      throw new ContextException("\"" + source + "\" is not in " + where + hidden);
    }
    return found;
  }

  private List<ContextFile> named(String path) {
    return resolve(path).map(real -> new ContextFile(this, path, real)).stream()
        .filter(
            file ->
                file.real().isEmpty()
                    || !ignored.ignores(file.real())
                    || (file.isDirectory() && ignored.takesAnythingIn())) // in part
        .toList();
  }

  /** Where a path leads, with the context's root as the root of all links; empty if nowhere. */
  private Optional<String> resolve(String path) {
    int flags = OpenFlag.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);
    try (Fd open = Fd.open(root.toString(), flags, 0)) {
      long found = Fd.tryOpenInRoot(open, path.isEmpty() ? "." : path, OpenFlag.O_PATH.bits());
      if (found < 0) {
        return Optional.empty();
      }
      try (Fd file = Fd.of(found)) {
        String real = Files.readSymbolicLink(Path.of("/proc/self/fd/" + file.number())).toString();
        String inside = real.substring(rootAsTheKernelNamesIt.length());
        return Optional.of(inside.startsWith("/") ? inside.substring(1) : inside);
      }
    } catch (IOException e) {
      throw new ContextException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private List<ContextFile> matching(PathPattern pattern) {
    return new ContextFile(this, "", "")
        .tree().stream()
            .filter(file -> pattern.matches(file.path()))
            .peek(this::requireTarget)
            .flatMap(file -> named(file.path()).stream())
            .toList();
  }

  private void requireTarget(ContextFile file) {
    if (resolve(file.path()).isEmpty()) {
      throw new ContextException(
          file.path() + " is a link that leads to nothing in " + root + ", so it cannot be copied");
    }
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

  private String relative(Path file) {
    return file.equals(root) ? "" : file.toString().substring(root.toString().length() + 1);
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    private final List<ContextFile> files;

    Collector(List<ContextFile> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      String path = relative(directory);
      if (path.isEmpty() || !ignored.ignores(path)) {
        files.add(new ContextFile(Context.this, path, path));
        return FileVisitResult.CONTINUE;
      }
      return ignored.takesAnythingIn() ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String path = relative(file);
      if (!ignored.ignores(path)) {
        files.add(new ContextFile(Context.this, path, path));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
