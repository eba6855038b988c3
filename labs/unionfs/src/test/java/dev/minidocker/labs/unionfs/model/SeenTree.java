package dev.minidocker.labs.unionfs.model;

import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A directory as the kernel shows it, in the notation of the model. */
final class SeenTree {
  private static final int S_IFMT = 0170000;
  private static final int S_IFCHR = 0020000;
  private static final int PERMISSIONS = 07777;

  private final Path root;
  private final String namespace;

  /**
   * @param namespace of the extended attributes by which overlayfs remembers: trusted or user
   */
  SeenTree(Path root, String namespace) {
    this.root = root;
    this.namespace = namespace;
  }

  List<String> lines() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> !file.equals(root)).map(this::line).sorted().toList();
    }
  }

  private String line(Path file) {
    try {
      String path = root.relativize(file).toString();
      Map<String, Object> found =
          Files.readAttributes(file, "unix:mode,nlink,rdev", LinkOption.NOFOLLOW_LINKS);
      int mode = (Integer) found.get("mode");
      int links = (Integer) found.get("nlink");
      if ((mode & S_IFMT) == S_IFCHR && found.get("rdev").equals(0L)) {
        return Line.whiteout(path);
      } else if (Files.isSymbolicLink(file)) {
        return Line.symlink(path, links);
      } else if (Files.isDirectory(file)) {
        String opaque = attribute(file, "opaque").equals("y") ? Line.OPAQUE : "";
        return Line.directory(path, mode & PERMISSIONS) + opaque + redirect(file);
      }
      boolean below = !attribute(file, "metacopy").equals(NONE);
      String content = below ? Line.METACOPY : Files.readString(file);
      return Line.file(path, mode & PERMISSIONS, links, content) + redirect(file);
    } catch (IOException e) {
      return file + ": " + e;
    }
  }

  private String redirect(Path file) {
    String redirect = attribute(file, "redirect");
    return Line.redirect(redirect.equals(NONE) ? null : redirect);
  }

  private static final String NONE = "none";

  private String attribute(Path file, String name) {
    byte[] value = new byte[256];
    String full = namespace + ".overlay." + name;
    long length =
        Kernel.tryCall(Syscall.LGETXATTR, file.toString(), full, value, (long) value.length);
    return length < 0
        ? NONE
        : new String(Arrays.copyOf(value, (int) length), StandardCharsets.UTF_8);
  }
}
