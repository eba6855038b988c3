package dev.minidocker.build.copy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
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
public final class Archives {
  private static final String GZIP = "1f8b";

  /** bzip2, xz, zstd: taken for archives, so that it is told where one cannot be read. */
  private static final List<String> OTHERS = List.of("425a68", "fd377a585a00", "28b52ffd");

  /** How far one has to read to know: more than a record of a tar takes when compressed. */
  public static final int LOOK_AHEAD = 8192;

  private static final int RECORD = 512;
  private static final int MAGIC_AT = 257;
  private static final String MAGIC = "ustar";

  private Archives() {}

  static boolean isArchive(Path file) {
    try (InputStream content = new BufferedInputStream(Files.newInputStream(file), LOOK_AHEAD)) {
      return isArchive(content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Whether an archive begins here. Nothing of it is consumed.
   *
   * @param content supports {@link InputStream#mark}, for at least {@value #LOOK_AHEAD} bytes
   */
  public static boolean isArchive(InputStream content) throws IOException {
    content.mark(LOOK_AHEAD);
    byte[] first = content.readNBytes(RECORD);
    content.reset();
    String hex = HexFormat.of().formatHex(first, 0, Math.min(first.length, 8));
    if (OTHERS.stream().anyMatch(hex::startsWith)) {
      return true;
    }
    if (!hex.startsWith(GZIP)) {
      return isTar(first);
    }
    boolean tar = isTar(unpacked(new ByteArrayInputStream(content.readNBytes(LOOK_AHEAD))));
    content.reset();
    return tar;
  }

  private static byte[] unpacked(InputStream content) throws IOException {
    try {
      return new GZIPInputStream(content).readNBytes(RECORD);
    } catch (ZipException | EOFException e) {
      return new byte[0]; // it only looked like one
    }
  }

  private static boolean isTar(byte[] record) {
    return record.length == RECORD
        && new String(record, MAGIC_AT, MAGIC.length(), StandardCharsets.US_ASCII).equals(MAGIC);
  }
}
