package dev.minidocker.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Archives for tests of the store. */
final class Archives {
  private Archives() {}

  /** Directories with files of random bytes; the same seed gives the same archive. */
  static byte[] ofFiles(long seed, int files, int bytesEach) {
    Random random = new Random(seed);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (int i = 0; i < files; i++) {
        TarArchiveEntry directory = new TarArchiveEntry("d" + i + "/");
        directory.setModTime(Math.floorMod(seed, 1L << 40));
        tar.putArchiveEntry(directory);
        tar.closeArchiveEntry();
        byte[] content = new byte[bytesEach];
        random.nextBytes(content);
        TarArchiveEntry file = new TarArchiveEntry("d" + i + "/f");
        file.setSize(content.length);
        file.setModTime(Math.floorMod(seed, 1L << 40));
        tar.putArchiveEntry(file);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static InputStream stream(byte[] archive) {
    return new ByteArrayInputStream(archive);
  }
}
