package dev.minidocker.build.copy;

/** Who will own files in the image. */
public record Owner(long uid, long gid) {
  /** Root. */
  public static final Owner ROOT = new Owner(0, 0);
}
