package dev.minidocker.image.registry;

/**
 * How far a layer has come on its way from or to a registry.
 *
 * @param id the first digits of its digest
 * @param what is done or was done with it, as docker says it
 * @param bytesDone of {@code bytesTotal}, which is 0 where nothing is being moved
 */
public record LayerProgress(String id, String what, long bytesDone, long bytesTotal) {

  static LayerProgress of(String id, String what) {
    return new LayerProgress(id, what, 0, 0);
  }

  /** Whether this will soon be followed by another that says nearly the same. */
  public boolean isMoving() {
    return bytesTotal > 0;
  }

  @Override
  public String toString() {
    return id + ": " + what;
  }
}
