package dev.minidocker.build.copy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Which files ADD takes apart: tar, and what is compressed and holds one. */
final class Archives {
  private static final String GZIP = "1f8b";

  /** bzip2, xz, zstd: taken for archives, so that it is told where one cannot be read. */
  private static final List<String> OTHERS = List.of("425a68", "fd377a585a00", "28b52ffd");

  private static final int RECORD = 512;
  private static final int MAGIC_AT = 257;
  private static final String MAGIC = "ustar";

  private Archives() {}

  static boolean isArchive(Path file) {
    try (InputStream content = new BufferedInputStream(Files.newInputStream(file))) {
      content.mark(RECORD);
      byte[] first = content.readNBytes(RECORD);
      String hex = HexFormat.of().formatHex(first, 0, Math.min(first.length, 8));
      if (OTHERS.stream().anyMatch(hex::startsWith)) {
        return true;
      }
      content.reset();
      return isTar(hex.startsWith(GZIP) ? unpacked(content) : first);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static byte[] unpacked(InputStream content) throws IOException {
    try {
      return new GZIPInputStream(content).readNBytes(RECORD);
    } catch (ZipException e) {
      return new byte[0]; // it only looked like one
    }
  }

  private static boolean isTar(byte[] record) {
    return record.length == RECORD
        && new String(record, MAGIC_AT, MAGIC.length(), StandardCharsets.US_ASCII).equals(MAGIC);
  }
}
