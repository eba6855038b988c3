package dev.minidocker.image.tar;

import dev.minidocker.image.ImageException;
import dev.minidocker.linux.OwnIds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * The archive of a layer that overlayfs keeps as a directory: deletions become {@code .wh.}
 * entries. The same files give the same bytes.
 *
 * <p>Source: OCI image-spec, {@code layer.md}; {@code Documentation/filesystems/overlayfs.rst}.
 */
public final class LayerArchive {
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int LINK = 0120000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final int FIFO = 0010000;
  private static final int PERMISSIONS = 07777;

  private final Path root;
  private final boolean ownersAreKept;
  private final Map<Object, String> linked = new HashMap<>();

  private LayerArchive(Path root, boolean ownersAreKept) {
    this.root = root;
    this.ownersAreKept = ownersAreKept;
  }

  /**
   * Reads a layer.
   *
   * @param diff the directory: a container's upper, or an unpacked layer
   * @throws ImageException while it is read, if overlay has left marks that no archive can hold
   */
  public static InputStream of(Path diff) {
    LayerArchive archive = reading(diff);
    return TarStream.of(archive.below(diff).flatMap(archive::entries));
  }

  /**
   * The layer that makes one tree of another.
   *
   * @param before all files of the one, as they are on the disk
   * @param after likewise, of the other
   */
  public static InputStream between(Path before, Path after) {
    LayerArchive archive = reading(after);
    return TarStream.of(
        new TreeComparison(before, after)
            .changes().stream()
                .flatMap(
                    change ->
                        change.deleted()
                            ? Stream.of(archive.whiteout(change.file()))
                            : archive.entries(change.file())));
  }

  private static LayerArchive reading(Path root) {
    boolean isRoot = (Integer) attributes(Path.of("/proc/self")).get("uid") == 0;
    return new LayerArchive(root, isRoot && !OwnIds.areOne());
  }

  static Map<String, Object> attributes(Path file) {
    try {
      return Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Each directory before what is in it, names in order. */
  private Stream<Path> below(Path directory) {
    try (Stream<Path> names = Files.list(directory)) {
      List<Path> files = names.sorted(Comparator.comparing(Path::toString)).toList();
      return files.stream()
          .flatMap(
              file ->
                  Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                      ? Stream.concat(Stream.of(file), below(file))
                      : Stream.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + directory, e);
    }
  }

  private Stream<TarStream.Entry> entries(Path file) {
    Map<String, Object> attributes = attributes(file);
    String name = root.relativize(file).toString();
    int mode = (Integer) attributes.get("mode");
    return switch (mode & TYPE) {
      case DIRECTORY -> directory(file, name, attributes);
      case LINK, REGULAR, FIFO ->
          Stream.of(
              again(file, name, attributes).orElseGet(() -> first(file, name, mode, attributes)));
      case CHARACTER_DEVICE ->
          (Long) attributes.get("rdev") == 0
              ? Stream.of(whiteout(file))
              : Stream.of(device(file, name, TarConstants.LF_CHR, attributes));
      case BLOCK_DEVICE -> Stream.of(device(file, name, TarConstants.LF_BLK, attributes));
      default -> Stream.empty(); // a socket means nothing without its process
    };
  }

  private Stream<TarStream.Entry> directory(
      Path file, String name, Map<String, Object> attributes) {
    ExtendedAttributes extended = ExtendedAttributes.of(file);
    if (extended.has("redirect")) {
      throw new ImageException(
          name
              + " was renamed by overlay's redirect_dir, which no layer can hold; turn it off and try again");
    }
    TarStream.Entry entry = described(file, new TarArchiveEntry(name + "/"), attributes);
    return extended.isOpaque()
        ? Stream.of(entry, mark(file.resolve(".wh..wh..opq")))
        : Stream.of(entry);
  }

  /**
   * Another name of a file that is in the archive. Of devices, which not everybody can make, each
   * name is a file.
   */
  private Optional<TarStream.Entry> again(Path file, String name, Map<String, Object> attributes) {
    if ((Integer) attributes.get("nlink") == 1) {
      return Optional.empty();
    }
    Object inode = List.of(attributes.get("dev"), attributes.get("ino"));
    Optional<String> first = Optional.ofNullable(linked.putIfAbsent(inode, name));
    return first.map(
        target -> {
          TarArchiveEntry header = new TarArchiveEntry(name, TarConstants.LF_LINK);
          header.setLinkName(target);
          return described(file, header, attributes);
        });
  }

  private TarStream.Entry first(Path file, String name, int mode, Map<String, Object> attributes) {
    return switch (mode & TYPE) {
      case LINK -> link(file, name, attributes);
      case FIFO -> described(file, new TarArchiveEntry(name, TarConstants.LF_FIFO), attributes);
      default -> regular(file, name, attributes);
    };
  }

  private TarStream.Entry regular(Path file, String name, Map<String, Object> attributes) {
    if (ExtendedAttributes.of(file).has("metacopy")) {
      throw new ImageException(
          name
              + " has its content in another layer by overlay's metacopy; turn it off and try again");
    }
    TarArchiveEntry header = new TarArchiveEntry(name);
    header.setSize((Long) attributes.get("size"));
    TarStream.Entry entry = described(file, header, attributes);
    return new TarStream.Entry(entry.header(), Optional.of(file), entry.extended());
  }

  private TarStream.Entry link(Path file, String name, Map<String, Object> attributes) {
    TarArchiveEntry header = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    try {
      header.setLinkName(Files.readSymbolicLink(file).toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return described(file, header, attributes);
  }

  private TarStream.Entry device(
      Path file, String name, byte type, Map<String, Object> attributes) {
    long device = (Long) attributes.get("rdev");
    TarArchiveEntry header = new TarArchiveEntry(name, type);
    header.setDevMajor((int) ((device >> 8) & 0xfff)); // makedev(3), as glibc packs it
    header.setDevMinor((int) ((device & 0xff) | ((device >> 12) & ~0xffL)));
    return described(file, header, attributes);
  }

  private TarStream.Entry whiteout(Path file) {
    return mark(file.resolveSibling(".wh." + file.getFileName()));
  }

  /** An empty file whose name says something about the layers below. */
  private TarStream.Entry mark(Path file) {
    TarArchiveEntry header = new TarArchiveEntry(root.relativize(file).toString());
    header.setMode(0);
    header.setIds(0, 0);
    header.setModTime(FileTime.fromMillis(0)); // when it was made means nothing
    return new TarStream.Entry(header, Optional.empty(), Map.of());
  }

  private TarStream.Entry described(
      Path file, TarArchiveEntry header, Map<String, Object> attributes) {
    header.setMode((Integer) attributes.get("mode") & PERMISSIONS);
    header.setIds(0, 0);
    if (ownersAreKept) {
      header.setUserId((Integer) attributes.get("uid"));
      header.setGroupId((Integer) attributes.get("gid"));
    }
    header.setModTime(seconds(attributes));
    Map<String, byte[]> extended = header.isLink() ? Map.of() : ExtendedAttributes.of(file).kept();
    return new TarStream.Entry(header, Optional.empty(), extended);
  }

  private static FileTime seconds(Map<String, Object> attributes) {
    FileTime exact = (FileTime) attributes.get("lastModifiedTime");
    return FileTime.fromMillis(Math.floorDiv(exact.toMillis(), 1000) * 1000);
  }
}
