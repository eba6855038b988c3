package dev.minidocker.build.copy;

import dev.minidocker.build.context.ContextException;
import dev.minidocker.engine.FileOwner;
import dev.minidocker.image.tar.TarStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A file on its way into the image.
 *
 * @param source where it is on the host
 * @param target where it will be, below the image's root, without a slash before it
 * @param owner who will own it
 * @param mode its permissions, from the low twelve bits of a mode; -1: as they are
 */
record CopiedFile(Path source, String target, FileOwner owner, int mode) {
  private static final int PERMISSIONS = 07777;

  /** The kinds of files, in the upper bits of a mode; inode(7). */
  private static final int KINDS = 0170000;

  private static final int FIFO = 0010000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int BLOCK_DEVICE = 0060000;

  /** The same, with the owner that the file has where none is given. */
  static CopiedFile of(Path source, String target, Optional<FileOwner> owner, int mode) {
    return new CopiedFile(source, target, owner.orElseGet(() -> ownerOf(source)), mode);
  }

  private static FileOwner ownerOf(Path source) {
    try {
      Map<String, Object> ids =
          Files.readAttributes(source, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
      return new FileOwner((Integer) ids.get("uid"), (Integer) ids.get("gid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isDirectory() {
    return Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS);
  }

  boolean isLink() {
    return Files.isSymbolicLink(source);
  }

  boolean isRegular() {
    return Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS);
  }

  /** Which kind of file it is. */
  int type() {
    return (Integer) attribute("mode") & KINDS;
  }

  int permissions() {
    return mode >= 0 && !isLink() ? mode : (Integer) attribute("mode") & PERMISSIONS;
  }

  FileTime modified() {
    FileTime exact = (FileTime) attribute("lastModifiedTime");
    return FileTime.fromMillis(Math.floorDiv(exact.toMillis(), 1000) * 1000); // as layers have it
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

  /**
   * Where the same file was copied to before, under another of its names; here, if nowhere.
   *
   * @param places where files with several names are; this one is noted
   */
  String firstPlace(Map<Object, String> places) {
    if (!isRegular() || (Integer) attribute("nlink") < 2) {
      return target;
    }
    Object inode = List.of(attribute("dev"), attribute("ino"));
    places.putIfAbsent(inode, target);
    return places.get(inode);
  }

  TarStream.Entry entry(Map<Object, String> places) {
    String first = firstPlace(places);
    TarArchiveEntry header;
    if (!first.equals(target)) {
      header = new TarArchiveEntry(target, TarConstants.LF_LINK);
      header.setLinkName(first);
    } else if (isLink()) {
      header = new TarArchiveEntry(target, TarConstants.LF_SYMLINK);
      header.setLinkName(linkTarget());
    } else if (isDirectory() || isRegular()) {
      header = new TarArchiveEntry(target + (isDirectory() ? "/" : ""));
      header.setSize(size());
    } else {
      header = special();
    }
    header.setMode(permissions());
    header.setUserId(owner.uid());
    header.setGroupId(owner.gid());
    header.setModTime(modified());
    boolean hasContent = isRegular() && !header.isLink();
    return new TarStream.Entry(
        header, hasContent ? Optional.of(source) : Optional.empty(), Map.of());
  }

  /** What is neither file, directory nor link; its content, if it has any, is the kernel's. */
  private TarArchiveEntry special() {
    return switch (type()) {
      case FIFO -> new TarArchiveEntry(target, TarConstants.LF_FIFO);
      case CHARACTER_DEVICE -> device(TarConstants.LF_CHR);
      case BLOCK_DEVICE -> device(TarConstants.LF_BLK);
      default ->
          throw new ContextException(
              source
                  + " is a socket, which an image cannot hold. Name it in .dockerignore, or copy the"
                  + " files beside it by their names");
    };
  }

  private TarArchiveEntry device(byte type) {
    long number = (Long) attribute("rdev"); // as in glibc's sysmacros.h
    TarArchiveEntry header = new TarArchiveEntry(target, type);
    header.setDevMajor((int) (number >> 8 & 0xfff));
    header.setDevMinor((int) ((number & 0xff) | ((number >> 12) & 0xfff00)));
    return header;
  }

  InputStream open() throws IOException {
    return Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS);
  }
}
