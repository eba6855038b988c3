package dev.minidocker.image;

/**
 * What an archive may ask for before it is refused.
 *
 * @param maxEntries files, directories, links together
 * @param maxBytes what its files hold together; the free space is a limit in any case
 */
public record UnpackLimits(long maxEntries, long maxBytes) {
  /** Ten times what the largest images in use have. */
  public static final UnpackLimits DEFAULT = new UnpackLimits(5_000_000, Long.MAX_VALUE);
}
