package dev.minidocker.image.internal;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What zstd has compressed; where that is damaged, reading fails as reading does. */
final class ZstdStream extends FilterInputStream {

  ZstdStream(InputStream compressed) throws IOException {
    super(new ZstdInputStream(new ZstdFrames(compressed)));
  }

  @Override
  public int read() throws IOException {
    return SingleByte.from(this);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return super.read(buffer, offset, length);
    } catch (MalformedInputException | IndexOutOfBoundsException e) {
      throw new IOException(
          "zstd: " + e.getMessage() + " (what `zstd -d` can read, it can uncompress first)", e);
    }
  }
}
