package dev.minidocker.image.tar;

import dev.minidocker.image.internal.SingleByte;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A file's content, as long as its header has said: a file that grows or shrinks is told. */
final class SizedStream extends FilterInputStream {
  private final Path file;
  private long rest;

  SizedStream(InputStream content, long size, Path file) {
    super(content);
    this.rest = size;
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    return SingleByte.from(this);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (rest == 0) {
      return -1;
    }
    int count = super.read(buffer, offset, (int) Math.min(length, rest));
    if (count < 0) {
      throw new IOException(file + " became shorter while it was read");
    }
    rest -= count;
    return count;
  }
}
