package dev.minidocker.image.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A root file system to be, and the archive made of it. The same tree always gives the same bytes.
 *
 * <p>Paths are relative to the root. Directories on the way are made where nothing was said.
 */
final class RootfsTree {
  private sealed interface Node {}

  private record Made(int mode, int id) implements Node {}

  private record Text(String content) implements Node {}

  private record Copy(Path source) implements Node {}

  private record Symlink(String target) implements Node {}

  private final Map<String, Node> nodes = new TreeMap<>();
  private FileTime newest = FileTime.fromMillis(0);

  /** A directory that belongs to the user and group {@code id}. */
  void directory(String path, int mode, int id) {
    nodes.put(path, new Made(mode, id));
  }

  void text(String path, String content) {
    put(path, new Text(content));
  }

  /** A file of the host, readable and executable by everybody and without set-user-ID. */
  void copy(String path, Path source) throws IOException {
    FileTime time = Files.getLastModifiedTime(source);
    newest = time.compareTo(newest) > 0 ? time : newest;
    put(path, new Copy(source));
  }

  void symlink(String path, String target) {
    put(path, new Symlink(target));
  }

  boolean contains(String path) {
    return nodes.containsKey(path);
  }

  private void put(String path, Node node) {
    nodes.put(path, node);
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      nodes.putIfAbsent(path.substring(0, slash), new Made(0755, 0));
    }
  }

  /** When the newest file in it was changed. */
  FileTime newest() {
    return newest;
  }

  /** The archive, sorted by path. */
  byte[] toTar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 22);
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, Node> node : nodes.entrySet()) {
        write(tar, node.getKey(), node.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private void write(TarArchiveOutputStream tar, String path, Node node) throws IOException {
    if (node instanceof Made directory) {
      TarArchiveEntry entry = new TarArchiveEntry(path + "/");
      entry.setIds(directory.id(), directory.id());
      put(tar, entry, directory.mode(), newest, new byte[0]);
    } else if (node instanceof Symlink link) {
      TarArchiveEntry entry = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
      entry.setLinkName(link.target());
      put(tar, entry, 0777, newest, new byte[0]);
    } else if (node instanceof Text text) {
      byte[] content = text.content().getBytes(StandardCharsets.UTF_8);
      put(tar, new TarArchiveEntry(path), 0644, newest, content);
    } else if (node instanceof Copy copy) {
      FileTime time = Files.getLastModifiedTime(copy.source());
      put(tar, new TarArchiveEntry(path), 0755, time, Files.readAllBytes(copy.source()));
    }
  }

  private static void put(
      TarArchiveOutputStream tar, TarArchiveEntry entry, int mode, FileTime time, byte[] content)
      throws IOException {
    entry.setMode(mode);
    entry.setModTime(FileTime.fromMillis(time.toMillis() / 1000 * 1000));
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
