package dev.minidocker.image.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** The ways in which layers, and whole archives, are compressed; known by their first bytes. */
public enum Compression {
  NONE("$"),
  /** RFC 1952. */
  GZIP("1f8b.*"),
  /** RFC 8878; what is to be skipped may come before the first frame. */
  ZSTD("28b52ffd|5.2a4d18");

  /** How many bytes tell. */
  public static final int MAGIC_BYTES = 4;

  private static final int BUFFER = 1 << 16;

  private final String magic;

  Compression(String magic) {
    this.magic = magic;
  }

  /** What begins with these bytes. */
  public static Compression of(byte[] first) {
    String digits = HexFormat.of().formatHex(first);
    for (Compression compression : values()) {
      if (digits.matches(compression.magic)) {
        return compression;
      }
    }
    return NONE;
  }

  /** The bytes as they were before they were compressed, if they were. The result has marks. */
  public static InputStream undo(InputStream source) throws IOException {
    InputStream raw = new BufferedInputStream(source, BUFFER);
    raw.mark(MAGIC_BYTES);
    byte[] first = raw.readNBytes(MAGIC_BYTES);
    raw.reset();
    return switch (of(first)) {
      case NONE -> raw;
      case GZIP -> new BufferedInputStream(new GZIPInputStream(raw, BUFFER), BUFFER);
      case ZSTD -> new BufferedInputStream(new ZstdStream(raw), BUFFER);
    };
  }
}
