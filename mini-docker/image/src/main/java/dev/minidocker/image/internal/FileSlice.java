package dev.minidocker.image.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A part of an open file; any number of them can be read at the same time, from any thread. */
public final class FileSlice extends InputStream {
  private final FileChannel file;
  private final long end;
  private long position;

  /** The file stays open when this is closed. */
  public FileSlice(FileChannel file, long from, long bytes) {
    this.file = file;
    this.position = from;
    this.end = from + bytes;
  }

  @Override
  public int read() throws IOException {
    return SingleByte.from(this);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (position >= end) {
      return -1;
    }
    int wanted = (int) Math.min(length, end - position);
    int read = file.read(ByteBuffer.wrap(buffer, offset, wanted), position);
    if (read < 0) {
      throw new IOException("the file ends too early");
    }
    position += read;
    return read;
  }
}
