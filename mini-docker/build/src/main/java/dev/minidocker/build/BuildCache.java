package dev.minidocker.build;

import dev.minidocker.image.Digest;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What instructions made of what, in earlier builds: {@code build-cache/KEY} holds the image's id.
 * An entry whose image is gone counts for nothing.
 */
final class BuildCache {
  private static final Pattern ID = Pattern.compile("sha256:[0-9a-f]{64}");

  private final Path directory;
  private final ImageStore images;

  /**
   * @param root the state directory
   */
  BuildCache(Path root, ImageStore images) {
    this.directory = root.resolve("build-cache");
    this.images = images;
  }

  Optional<Image> find(Digest key) {
    try {
      String id = Files.readString(directory.resolve(key.hex()));
      return ID.matcher(id).matches() ? images.find(id) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the build cache in " + directory, e);
    }
  }

  /**
   * A killed build may leave a part of an entry, which counts for nothing, as {@link #find} has it.
   */
  void put(Digest key, Image image) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(key.hex()), image.id().toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the build cache in " + directory, e);
    }
  }
}
