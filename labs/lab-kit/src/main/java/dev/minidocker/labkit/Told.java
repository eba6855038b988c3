package dev.minidocker.labkit;

import dev.minidocker.linux.Fd;
import java.io.ByteArrayOutputStream;
import java.time.Duration;

/**
 * The reading end of the pipe on which a container tells what it sees. As long as somebody waits
 * for the container's end instead of listening, a thread keeps what it tells, since a pipe holds 64
 * KiB and who tells more would wait for a listener for ever.
 */
final class Told implements AutoCloseable {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Fd pipe;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private Thread keeper;
  private volatile boolean over;

  Told(Fd pipe) {
    this.pipe = pipe;
  }

  /** From now on everything is kept until it is read. */
  void keep() {
    if (keeper == null) {
      keeper = new Thread(this::keepAll, "told");
      keeper.setDaemon(true);
      keeper.start();
    }
  }

  private void keepAll() {
    byte[] bytes = new byte[1 << 16];
    while (!over) {
      if (pipe.awaitReadable(LOOK_AGAIN)) {
        int count = pipe.read(bytes);
        if (count == 0) {
          return;
        }
        synchronized (kept) {
          kept.write(bytes, 0, count);
        }
      }
    }
  }

  /** As {@link Fd#read}. */
  int read(byte[] buffer) {
    if (keeper == null) {
      return pipe.read(buffer);
    }
    awaitKeeper(); // who listens after the end hears what came before it
    synchronized (kept) {
      byte[] all = kept.toByteArray();
      int count = Math.min(buffer.length, all.length);
      System.arraycopy(all, 0, buffer, 0, count);
      kept.reset();
      kept.write(all, count, all.length - count);
      return count;
    }
  }

  private void awaitKeeper() {
    try {
      keeper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a container tells", e);
    }
  }

  @Override
  public void close() {
    over = true;
    if (keeper != null) {
      awaitKeeper();
    }
    pipe.close();
  }
}
