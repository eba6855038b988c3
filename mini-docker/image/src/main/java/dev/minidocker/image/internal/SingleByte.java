package dev.minidocker.image.internal;

import java.io.IOException;
import java.io.InputStream;

/** For streams that read blocks: nobody should read them byte by byte, but anybody may. */
public final class SingleByte {
  private SingleByte() {}

  /** One byte of what {@link InputStream#read(byte[], int, int)} gives; -1 at the end. */
  public static int from(InputStream stream) throws IOException {
    byte[] one = new byte[1];
    return stream.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }
}
