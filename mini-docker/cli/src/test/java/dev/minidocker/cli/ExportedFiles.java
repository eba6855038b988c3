package dev.minidocker.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** What is in an archive of a container's files: a description of each, by its name. */
final class ExportedFiles {
  private static final String XATTR = "SCHILY.xattr.";

  private final Map<String, String> files = new TreeMap<>();
  private final Map<String, TreeSet<String>> names = new TreeMap<>();

  private ExportedFiles() {}

  /**
   * Reads an archive, without what a container gets beside its image's files.
   *
   * @param xattrs of the extended attributes, those that begin so
   */
  static Map<String, String> of(Path archive, String xattrs) throws IOException {
    ExportedFiles files = new ExportedFiles();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
        TarArchiveInputStream tar = new TarArchiveInputStream(in, "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName().replaceAll("^\\./|/$", "");
        if (!name.matches("|\\.dockerenv|(dev|proc|sys|etc|run)(/.*)?")) {
          files.add(name, entry, tar, xattrs);
        }
      }
    }
    return files.all();
  }

  private void add(String name, TarArchiveEntry entry, InputStream content, String xattrs)
      throws IOException {
    if (entry.isLink()) {
      names.get(entry.getLinkName().replaceAll("^\\./|^/", "")).add(name);
      return;
    }
    StringBuilder text = new StringBuilder(kind(entry));
    text.append(' ').append(Integer.toOctalString(entry.getMode() & 07777));
    text.append(' ').append(entry.getLongUserId()).append(':').append(entry.getLongGroupId());
    text.append(' ').append(entry.getLastModifiedTime().toMillis() / 1000);
    text.append(' ').append(content(entry, content));
    new TreeMap<>(entry.getExtraPaxHeaders())
        .forEach(
            (key, value) -> {
              if (key.startsWith(XATTR + xattrs)) {
                text.append(' ').append(key.substring(XATTR.length())).append('=').append(value);
              }
            });
    files.put(name, text.toString());
    names.computeIfAbsent(name, first -> new TreeSet<>()).add(name);
  }

  private static String kind(TarArchiveEntry entry) {
    return entry.isDirectory()
        ? "directory"
        : entry.isSymbolicLink()
            ? "symbolic link"
            : entry.isFIFO() ? "FIFO" : entry.isFile() ? "file" : "device";
  }

  private static String content(TarArchiveEntry entry, InputStream in) throws IOException {
    if (entry.isSymbolicLink()) {
      return entry.getLinkName();
    } else if (entry.isCharacterDevice() || entry.isBlockDevice()) {
      String letter = entry.isBlockDevice() ? "b " : "c ";
      return letter + entry.getDevMajor() + " " + entry.getDevMinor();
    }
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      long bytes = new DigestInputStream(in, sha256).skip(Long.MAX_VALUE);
      return bytes + " bytes " + HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** Of hard links, an archive may name any one first. */
  private Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    names.forEach(
        (first, same) ->
            same.forEach(
                name -> all.put(name, files.get(first) + (same.size() > 1 ? " " + same : ""))));
    return all;
  }
}
