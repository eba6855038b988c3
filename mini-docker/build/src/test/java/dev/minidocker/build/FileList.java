package dev.minidocker.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be seen of an image's files: one line for each, in order. */
final class FileList {
  private static final int PERMISSIONS = 07777;

  private FileList() {}

  /**
   * The files below a directory, which may be {@code /proc/PID/root}. When a file was made counts
   * only if it is older than a year: it was copied then, with its time.
   */
  static String of(Path root) {
    Path start = root.resolve(".");
    try (Stream<Path> files = Files.walk(start)) {
      return files
          .filter(file -> !file.equals(start))
          .map(file -> line(start, file))
          .sorted()
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(Path root, Path file) {
    try {
      Map<String, Object> seen =
          Files.readAttributes(
              file, "unix:mode,uid,gid,nlink,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
      boolean directory = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
      int mode = (Integer) seen.get("mode");
      return String.join(
          " ",
          root.relativize(file).toString(),
          Integer.toOctalString(mode & ~PERMISSIONS),
          Files.isSymbolicLink(file) ? "-" : Integer.toOctalString(mode & PERMISSIONS),
          seen.get("uid") + ":" + seen.get("gid"),
          directory ? "" : seen.get("nlink").toString(),
          content(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String content(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      return "-> " + Files.readSymbolicLink(file);
    }
    if (!Files.isRegularFile(file)) {
      return "";
    }
    byte[] bytes = Files.readAllBytes(file);
    return bytes.length > 1000
        ? bytes.length + " bytes"
        : "\"" + new String(bytes, StandardCharsets.UTF_8).replace("\n", "\\n") + "\"";
  }
}
