package dev.minidocker.engine.storage;

import dev.minidocker.linux.FileTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Something that a program may do to the files of a container. Where it is not possible, because
 * what it needs is not there, nothing happens.
 *
 * <p>Names tell what is there: directories are d…, files f…, symbolic links s…, and g… and h… are
 * two names of one file. Those are only made and removed: overlayfs makes two files of them when
 * one is changed (the option {@code index=off}), and whole trees do not.
 *
 * @param place chooses the directory
 * @param detail chooses all else
 */
record FileAct(Kind kind, int place, int detail) {
  private static final List<String> DIRECTORIES = List.of("", "d0", "d1", "d0/d0");
  private static final LinkOption ITSELF = LinkOption.NOFOLLOW_LINKS;

  enum Kind {
    MAKE_DIRECTORY,
    WRITE,
    APPEND,
    REWRITE_IN_SECRET,
    SET_MODE,
    SET_ATTRIBUTE,
    REMOVE,
    REMOVE_DIRECTORY,
    RENAME,
    MAKE_SYMBOLIC_LINK,
    MAKE_HARD_LINK,
    REPLACE
  }

  /** Several, one after the other. */
  static Arbitrary<List<FileAct>> sequences() {
    return Combinators.combine(
            Arbitraries.of(Kind.class),
            Arbitraries.integers().between(0, DIRECTORIES.size() - 1),
            Arbitraries.integers().between(0, 99))
        .as(FileAct::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(25);
  }

  void on(Path root) {
    Path directory = place == 0 ? root : root.resolve(DIRECTORIES.get(place));
    Path file = directory.resolve("f" + detail % 2);
    try {
      boolean possible =
          switch (kind) {
            case MAKE_DIRECTORY, REMOVE_DIRECTORY, REPLACE ->
                place > 0 && isDirectory(root, directory.getParent());
            case APPEND, REWRITE_IN_SECRET, SET_MODE, SET_ATTRIBUTE, RENAME ->
                Files.isRegularFile(file, ITSELF);
            default -> isDirectory(root, directory);
          };
      if (possible) {
        act(root, directory, file);
      }
    } catch (IOException e) {
      throw new IllegalStateException(this + ": " + e, e);
    }
  }

  /** The root is reached by a link of /proc. */
  private static boolean isDirectory(Path root, Path path) {
    return path.equals(root) || Files.isDirectory(path, ITSELF);
  }

  private void act(Path root, Path directory, Path file) throws IOException {
    byte[] text = ("text " + detail).getBytes(StandardCharsets.UTF_8);
    switch (kind) {
      case MAKE_DIRECTORY -> {
        if (!Files.exists(directory, ITSELF)) {
          Files.createDirectory(directory);
        }
      }
      case WRITE -> // at a time that the JDK can set again: it leaves nanoseconds out
          Files.setLastModifiedTime(Files.write(file, text), FileTime.fromMillis(1000L * detail));
      case APPEND -> Files.write(file, text, StandardOpenOption.APPEND);
      case REWRITE_IN_SECRET -> rewrite(file);
      case SET_MODE -> Files.setAttribute(file, "unix:mode", 0600 | detail);
      case SET_ATTRIBUTE ->
          Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
              .write("md", ByteBuffer.wrap(text));
      case REMOVE -> FileTree.remove(directory.resolve("fgs".charAt(detail % 3) + "0").toString());
      case REMOVE_DIRECTORY -> FileTree.remove(directory.toString());
      case RENAME -> rename(root, file, root.resolve(DIRECTORIES.get(detail % 3 + 1)));
      case MAKE_SYMBOLIC_LINK -> makeLink(directory.resolve("s0"));
      case MAKE_HARD_LINK -> makeTwoNames(directory, text);
      case REPLACE -> replace(directory);
    }
  }

  /** Neither the size nor the time tells that the content is another. */
  private void rewrite(Path file) throws IOException {
    FileTime before = Files.getLastModifiedTime(file);
    byte[] content = Files.readAllBytes(file);
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (content[i] ^ detail);
    }
    Files.write(file, content);
    Files.setLastModifiedTime(file, before);
  }

  private static void rename(Path root, Path file, Path to) throws IOException {
    if (isDirectory(root, to)) {
      FileTree.remove(to.resolve("f1").toString());
      if (Files.exists(file)) {
        Files.move(file, to.resolve("f1"));
      }
    }
  }

  private void makeLink(Path link) throws IOException {
    FileTree.remove(link.toString());
    Files.createSymbolicLink(link, Path.of("/to/" + detail));
  }

  private static void makeTwoNames(Path directory, byte[] text) throws IOException {
    FileTree.remove(directory.resolve("g0").toString());
    FileTree.remove(directory.resolve("h0").toString());
    Files.createLink(directory.resolve("h0"), Files.write(directory.resolve("g0"), text));
  }

  private static void replace(Path directory) throws IOException {
    boolean wasDirectory = Files.isDirectory(directory, ITSELF);
    FileTree.remove(directory.toString());
    if (wasDirectory) {
      Files.createFile(directory);
    } else {
      Files.createDirectory(directory);
    }
  }
}
