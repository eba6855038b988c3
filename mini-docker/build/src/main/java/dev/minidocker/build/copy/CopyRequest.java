package dev.minidocker.build.copy;

import dev.minidocker.build.context.ContextException;
import dev.minidocker.build.context.ContextFile;
import dev.minidocker.engine.FileOwner;
import dev.minidocker.image.Digest;
import dev.minidocker.image.LayerUnpacker;
import dev.minidocker.image.UnpackLimits;
import dev.minidocker.image.tar.TarStream;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.OpenFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files to put into an image.
 *
 * @param sources a directory stands for what is in it, anything else for itself
 * @param destination absolute; a directory if it ends with a slash, or is one in the image
 * @param mode for all of them, or -1: as they are
 */
public record CopyRequest(
    List<ContextFile> sources, String destination, FileOwner owner, int mode) {
  private static final int NEW_DIRECTORY = 0755;
  private static final int BUFFER = 1 << 16;
  private static final String WHITEOUT = ".wh.";

  public CopyRequest {
    sources = List.copyOf(sources);
  }

  /**
   * What these files are, and where they go: two requests with the same digest have the same effect
   * on the same image. The times of files do not count.
   */
  public Digest digest() {
    MessageDigest digest = Digest.sha256();
    for (CopiedFile file : files(destination.endsWith("/"))) {
      String attributes =
          file.target()
              + '\0'
              + file.owner()
              + '\0'
              + file.permissions()
              + '\0'
              + (file.isLink() ? file.linkTarget() : "")
              + '\0'
              + file.size()
              + '\0';
      digest.update(attributes.getBytes(StandardCharsets.UTF_8));
      if (file.isRegular()) {
        update(digest, file);
      }
    }
    return Digest.of(digest);
  }

  private static void update(MessageDigest digest, CopiedFile file) {
    byte[] buffer = new byte[BUFFER];
    try (InputStream content = file.open()) {
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file.source() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Puts them there.
   *
   * @param root of the image's files, in which no link leads out
   */
  public void into(Path root) {
    boolean there = isDirectory(root, destination);
    List<CopiedFile> files = new ArrayList<>();
    if (!there) {
      sources.stream()
          .filter(ContextFile::isDirectory)
          .findFirst()
          .map(any -> new CopiedFile(any.location(), target(), owner, NEW_DIRECTORY))
          .ifPresent(files::add);
    }
    files.addAll(files(destination.endsWith("/") || there));
    LayerUnpacker.unpack(
        TarStream.of(files.stream().map(CopiedFile::entry)), root, UnpackLimits.DEFAULT);
  }

  /**
   * Puts them there, and what is in them in place of those that are archives.
   *
   * @param root of the image's files, in which no link leads out
   */
  public void extractInto(Path root) {
    List<ContextFile> plain = new ArrayList<>();
    for (ContextFile source : sources) {
      if (source.isDirectory() || !Archives.isArchive(source.location())) {
        plain.add(source);
      } else {
        extract(source.location(), root);
      }
    }
    if (!plain.isEmpty()) {
      new CopyRequest(plain, destination, owner, mode).into(root);
    }
  }

  private void extract(Path archive, Path root) {
    if (!isDirectory(root, destination)) {
      CopiedFile directory = new CopiedFile(root.resolve("."), target(), owner, NEW_DIRECTORY);
      LayerUnpacker.unpack(TarStream.of(Stream.of(directory.entry())), root, UnpackLimits.DEFAULT);
    }
    int flags = OpenFlag.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);
    try (Fd open = Fd.open(root.toString(), flags, 0);
        Fd place = Fd.of(Fd.tryOpenInRoot(open, destination, flags));
        InputStream content = Files.newInputStream(archive)) {
      Path directory = Path.of("/proc/self/fd", Integer.toString(place.number()));
      LayerUnpacker.unpack(content, directory, UnpackLimits.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + archive + ": " + e.getMessage(), e);
    }
  }

  private static boolean isDirectory(Path root, String path) {
    int flags = OpenFlag.of(OpenFlag.O_PATH, OpenFlag.O_DIRECTORY);
    try (Fd open = Fd.open(root.toString(), flags, 0)) {
      long found = Fd.tryOpenInRoot(open, path, flags);
      if (found >= 0) {
        Fd.of(found).close();
      }
      return found >= 0;
    }
  }

  private String target() {
    return destination.replaceAll("^/+|/+$", "");
  }

  private List<CopiedFile> files(boolean intoDirectory) {
    String target = target();
    List<CopiedFile> files = new ArrayList<>();
    for (ContextFile source : sources) {
      if (source.isDirectory()) {
        tree(source, target, files);
      } else {
        String place = intoDirectory ? below(target, source.name()) : target;
        files.add(file(source, place));
      }
    }
    return files;
  }

  /** The directory itself is not copied, only what is in it. */
  private void tree(ContextFile directory, String target, List<CopiedFile> files) {
    int skip = directory.real().isEmpty() ? 0 : directory.real().length() + 1;
    for (ContextFile file : directory.tree()) {
      if (!file.real().equals(directory.real())) {
        files.add(file(file, below(target, file.real().substring(skip))));
      }
    }
  }

  private CopiedFile file(ContextFile source, String target) {
    if (source.name().startsWith(WHITEOUT)) {
      throw new ContextException(
          source.path()
              + " cannot be in an image: in a layer, "
              + WHITEOUT
              + " marks what is deleted");
    }
    return new CopiedFile(source.location(), target, owner, mode);
  }

  private static String below(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }
}
