package dev.minidocker.image.tar;

import dev.minidocker.image.internal.SingleByte;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/** Streams one after the other; each is asked for when the one before it has ended. */
final class JoinedStream extends InputStream {
  private final Iterator<InputStream> parts;
  private InputStream current = InputStream.nullInputStream();

  JoinedStream(Iterator<InputStream> parts) {
    this.parts = parts;
  }

  @Override
  public int read() throws IOException {
    return SingleByte.from(this);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = current.read(buffer, offset, length);
    while (count < 0 && parts.hasNext()) {
      current.close();
      current = parts.next();
      count = current.read(buffer, offset, length);
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    current.close();
  }
}
