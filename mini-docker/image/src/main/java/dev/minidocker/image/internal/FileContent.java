package dev.minidocker.image.internal;

import dev.minidocker.linux.Fd;
import java.io.IOException;
import java.io.OutputStream;

/** The bytes of a file, of which there must be as many as were announced. */
final class FileContent {
  private FileContent() {}

  static void copy(Fd file, long bytes, OutputStream out, byte[] buffer, String path)
      throws IOException {
    long left = bytes;
    while (left > 0) {
      int read = (int) Math.min(left, file.read(buffer));
      if (read == 0) {
        throw new IOException(EntryName.shown(path) + " has become shorter while it was read");
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }
}
