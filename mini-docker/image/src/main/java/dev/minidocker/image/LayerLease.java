package dev.minidocker.image;

import dev.minidocker.image.internal.FileLock;
import java.util.List;

/**
 * While this is open, the image's layers stay: held for as long as a container uses them.
 *
 * <p>It is a shared flock(2) on each layer, so that it ends with the process that holds it.
 */
public final class LayerLease implements AutoCloseable {
  private final List<FileLock> locks;

  LayerLease(List<FileLock> locks) {
    this.locks = List.copyOf(locks);
  }

  @Override
  public void close() {
    locks.forEach(FileLock::close);
  }
}
