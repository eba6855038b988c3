package dev.minidocker.engine.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a program in a container sees of one of its files.
 *
 * @param what everything but the time
 * @param modifiedSeconds the time of its last modification, as precise as a layer has it
 */
record VisibleFile(String what, long modifiedSeconds) {

  /** Everything below a directory, or below what a link like /proc/self/root leads to, by path. */
  static Map<String, VisibleFile> below(Path root) {
    try (Stream<Path> files = Files.list(root)) {
      Map<Object, String> firstNames = new HashMap<>();
      Map<String, VisibleFile> seen = new TreeMap<>();
      List<Path> found = files.map(VisibleFile::all).flatMap(List::stream).sorted().toList();
      for (Path file : found) {
        String name = root.relativize(file).toString();
        seen.put(name, look(file, name, firstNames));
      }
      return seen;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> all(Path file) {
    try (Stream<Path> files = Files.walk(file)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, but when it was changed. */
  static Map<String, String> withoutTimes(Map<String, VisibleFile> files) {
    return files.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, file -> file.getValue().what()));
  }

  private static VisibleFile look(Path file, String name, Map<Object, String> firstNames)
      throws IOException {
    Map<String, Object> status = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
    StringBuilder what = new StringBuilder(Integer.toOctalString((Integer) status.get("mode")));
    what.append(" of ").append(status.get("uid")).append(':').append(status.get("gid"));
    if (Files.isSymbolicLink(file)) {
      what.append(" to ").append(Files.readSymbolicLink(file));
    } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      what.append(" is ").append(firstNames.computeIfAbsent(status.get("ino"), ino -> name));
      what.append(": ").append(Files.readString(file, StandardCharsets.ISO_8859_1));
      what.append(attribute(file));
    }
    FileTime modified = (FileTime) status.get("lastModifiedTime");
    return new VisibleFile(what.toString(), Math.floorDiv(modified.toMillis(), 1000L));
  }

  private static String attribute(Path file) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    if (!view.list().contains("md")) {
      return "";
    }
    ByteBuffer value = ByteBuffer.allocate(view.size("md"));
    view.read("md", value);
    return " user.md=" + new String(value.array(), StandardCharsets.UTF_8);
  }
}
