package dev.minidocker.build;

import dev.minidocker.image.Digest;
import dev.minidocker.image.Image;
import dev.minidocker.image.ImageStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What instructions made of what, in earlier builds: {@code build-cache/KEY} holds the image's id.
 * An entry whose image is gone counts for nothing.
 */
final class BuildCache {
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
      return images.find(Files.readString(directory.resolve(key.hex())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the build cache in " + directory, e);
    }
  }

  /** In one step, so that a killed build leaves no half of an entry. */
  void put(Digest key, Image image) {
    try {
      Files.createDirectories(directory);
      Path incomplete = Files.createTempFile(directory, "new", "");
      Files.writeString(incomplete, image.id().toString());
      Files.move(incomplete, directory.resolve(key.hex()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the build cache in " + directory, e);
    }
  }
}
