package dev.minidocker.build.copy;

import dev.minidocker.build.context.Context;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files to put into an image.
 *
 * @param sources a directory stands for what is in it, anything else for itself
 * @param destination absolute; a directory if it ends with a slash, or is one in the image
 * @param owner of all of them, and of directories made for them; empty: whose they are now
 * @param mode for all of them, or -1: as they are
 */
public record CopyRequest(
    List<ContextFile> sources, String destination, Optional<FileOwner> owner, int mode) {
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
    digest.update((owner + " " + mode + '\0').getBytes(StandardCharsets.UTF_8));
    Map<Object, String> places = new HashMap<>();
    for (CopiedFile file : files(destination, destination.endsWith("/"))) {
      String attributes =
          file.target()
              + '\0'
              + file.owner()
              + '\0'
              + file.type()
              + '\0'
              + file.permissions()
              + '\0'
              + (file.isLink() ? file.linkTarget() : "")
              + '\0'
              + file.size()
              + '\0'
              + file.firstPlace(places)
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
    if (NewDirectories.isThere(root, destination)) {
      unpack(files(destination, true), root);
    } else if (destination.endsWith("/") || sources.stream().anyMatch(ContextFile::isDirectory)) {
      NewDirectories.make(root, destination, ownerOfNew());
      unpack(files(destination, destination.endsWith("/")), root);
    } else {
      String parent = destination.substring(0, destination.lastIndexOf('/') + 1);
      NewDirectories.make(root, parent, ownerOfNew());
      unpack(files(NewDirectories.behindLinks(root, destination), false), root);
    }
  }

  private static void unpack(List<CopiedFile> files, Path root) {
    Map<Object, String> places = new HashMap<>();
    LayerUnpacker.unpack(
        TarStream.of(files.stream().map(file -> file.entry(places))), root, UnpackLimits.DEFAULT);
  }

  /**
   * Puts them there, and what is in them in place of those that are archives.
   *
   * @param root of the image's files, in which no link leads out
   * @param asTheyAre archives from here are files like others
   */
  public void extractInto(Path root, Context asTheyAre) {
    List<ContextFile> plain = new ArrayList<>();
    for (ContextFile source : sources) {
      if (source.isDirectory()
          || source.context() == asTheyAre
          || !Archives.isArchive(source.location())) {
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
    NewDirectories.make(root, destination, ownerOfNew());
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

  private FileOwner ownerOfNew() {
    return owner.orElse(FileOwner.ROOT);
  }

  private List<CopiedFile> files(String place, boolean intoDirectory) {
    String target = place.replaceAll("^/+|/+$", "");
    List<CopiedFile> files = new ArrayList<>();
    for (ContextFile source : sources) {
      if (source.isDirectory()) {
        tree(source, target, files);
      } else {
        files.add(file(source, intoDirectory ? below(target, source.name()) : target));
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
    return CopiedFile.of(source.location(), target, owner, mode);
  }

  private static String below(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }
}
