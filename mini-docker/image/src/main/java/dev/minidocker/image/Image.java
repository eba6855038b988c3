package dev.minidocker.image;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * An image of the store.
 *
 * @param id the digest of its config
 * @param names {@code name:tag} each; an image whose names went to others has none
 * @param sizeBytes what the files of its layers hold
 * @param config what it says about itself
 * @param layerDirs the unpacked layers, lowest first: for overlay's {@code lowerdir}, reverse them
 */
public record Image(
    Digest id, List<String> names, long sizeBytes, ImageConfig config, List<Path> layerDirs) {

  public Image {
    names = List.copyOf(names);
    layerDirs = List.copyOf(layerDirs);
  }

  /** When the image was made. */
  public Instant created() {
    return config.createdAt();
  }
}
