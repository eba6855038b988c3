package dev.minidocker.engine;

/** Who owns a file in an image, by numbers. */
public record FileOwner(int uid, int gid) {
  /** Root. */
  public static final FileOwner ROOT = new FileOwner(0, 0);
}
