package dev.minidocker.image.registry;

import dev.minidocker.image.internal.SingleByte;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how much of a stream has been read. */
final class CountedStream extends FilterInputStream {
  private final LongConsumer counter;
  private final Runnable atEnd;
  private long bytes;

  /**
   * @param counter gets the bytes read so far, each time that some are
   * @param atEnd called when all has been read, and not where reading fails or is given up
   */
  CountedStream(InputStream in, LongConsumer counter, Runnable atEnd) {
    super(in);
    this.counter = counter;
    this.atEnd = atEnd;
  }

  @Override
  public int read() throws IOException {
    return SingleByte.from(this);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    if (read > 0) {
      bytes += read;
      counter.accept(bytes);
    } else if (read < 0 && bytes >= 0) {
      bytes = -1;
      atEnd.run();
    }
    return read;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
