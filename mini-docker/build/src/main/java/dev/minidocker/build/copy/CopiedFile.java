package dev.minidocker.build.copy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * A file on its way into the image.
 *
 * @param source where it is on the host
 * @param target where it will be, below the image's root, without a slash before it
 * @param owner who will own it
 * @param mode its permissions, from the low twelve bits of a mode; -1: as they are
 */
record CopiedFile(Path source, String target, Owner owner, int mode) {
  private static final int PERMISSIONS = 07777;

  boolean isDirectory() {
    return Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS);
  }

  boolean isLink() {
    return Files.isSymbolicLink(source);
  }

  boolean isRegular() {
    return Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS);
  }

  int permissions() {
    return mode >= 0 && !isLink() ? mode : (Integer) attribute("mode") & PERMISSIONS;
  }

  FileTime modified() {
    return (FileTime) attribute("lastModifiedTime");
  }

  long size() {
    return isRegular() ? (Long) attribute("size") : 0;
  }

  private Object attribute(String name) {
    try {
      Map<String, Object> values =
          Files.readAttributes(source, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
      return values.get(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String linkTarget() {
    try {
      return Files.readSymbolicLink(source).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InputStream open() throws IOException {
    return Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS);
  }
}
