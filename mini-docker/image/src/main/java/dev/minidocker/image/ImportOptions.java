package dev.minidocker.image;

import java.time.Instant;

/**
 * What an archive of files does not say about the image to be made of it.
 *
 * @param defaults what its containers do when their users say nothing else
 * @param created when the image is said to be made
 * @param comment where it comes from, for the image's history
 * @param limits what the archive may ask for
 */
public record ImportOptions(
    ImageConfig.Defaults defaults, Instant created, String comment, UnpackLimits limits) {

  /** An image without a command, made now. */
  public static ImportOptions from(String source) {
    return new ImportOptions(
        ImageConfig.Defaults.NONE, Instant.now(), "Imported from " + source, UnpackLimits.DEFAULT);
  }
}
