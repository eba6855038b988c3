package dev.minidocker.labkit.command;

import java.time.Duration;

/**
 * How time passes in a performance: as it does, or, where nobody watches, only on paper. Either way
 * a recording of it has the pauses in it.
 */
final class Tempo {
  private final long beginNanos = System.nanoTime();
  private final boolean waits;
  private long skippedNanos;

  /**
   * @param waits whether somebody watches
   */
  Tempo(boolean waits) {
    this.waits = waits;
  }

  void rest(Duration pause) {
    if (!waits) {
      skippedNanos += pause.toNanos();
      return;
    }
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in a pause", e);
    }
  }

  /** Since the performance began; never less than before. */
  double seconds() {
    return (System.nanoTime() - beginNanos + skippedNanos) / 1e9;
  }
}
