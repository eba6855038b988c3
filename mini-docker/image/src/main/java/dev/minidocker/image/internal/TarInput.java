package dev.minidocker.image.internal;

import dev.minidocker.image.Digest;
import dev.minidocker.image.ImageException;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The bytes of an uncompressed tar, counted and hashed on their way. */
public final class TarInput extends FilterInputStream {
  private static final int RECORD = 512;
  private static final int BUFFER = 1 << 16;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM_BYTES = 8;

  private final ReadAhead source;
  private long count;
  private long mayReadTo = Long.MAX_VALUE;
  private ByteArrayOutputStream headers;

  private TarInput(ReadAhead uncompressed) {
    super(uncompressed);
    this.source = uncompressed;
  }

  /**
   * Looks at the first bytes, and uncompresses what gzip or zstd made. Closing the result does not
   * close the source.
   *
   * @throws ImageException if this is not a tar
   */
  public static TarInput of(InputStream source) throws IOException {
    InputStream raw = Compression.undo(source);
    byte[] first = peek(raw);
    refuseOtherThanTar(first);
    return new TarInput(ReadAhead.of(raw));
  }

  private static byte[] peek(InputStream in) throws IOException {
    in.mark(RECORD);
    byte[] first = in.readNBytes(RECORD);
    in.reset();
    return first;
  }

  private static void refuseOtherThanTar(byte[] first) {
    if (first.length == 0) {
      throw new ImageException("the archive is empty");
    } else if (starts(first, 0xfd, '7', 'z', 'X', 'Z')) {
      throw new ImageException("the archive is compressed by xz: uncompress it first (xz -d)");
    } else if (starts(first, 'B', 'Z', 'h')) {
      throw new ImageException(
          "the archive is compressed by bzip2: uncompress it first (bzip2 -d)");
    } else if (first.length < RECORD || !hasValidChecksum(first)) {
      String guess = new String(first, StandardCharsets.US_ASCII).strip();
      throw new ImageException(
          guess.startsWith("<")
              ? "this is not a tar archive but a web page: check the address"
              : "this is not a tar archive");
    }
  }

  /** The sum of the header's bytes, with spaces in place of the sum itself; tar(5). */
  private static boolean hasValidChecksum(byte[] header) {
    long sum = 0;
    long written = 0;
    boolean allZero = true;
    for (int i = 0; i < RECORD; i++) {
      int value = header[i] & 0xff;
      allZero &= value == 0;
      boolean inChecksum = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_BYTES;
      sum += inChecksum ? ' ' : value;
      if (inChecksum && value >= '0' && value <= '7') {
        written = written * 8 + value - '0';
      }
    }
    return allZero || sum == written;
  }

  private static boolean starts(byte[] bytes, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** How many bytes were read. */
  long count() {
    return count;
  }

  /**
   * What is read from here on are headers; they are kept, and reading fails where they have no end.
   */
  void beginHeaders(long maxBytes) {
    mayReadTo = count + maxBytes;
    headers = new ByteArrayOutputStream();
  }

  /** What was read since {@link #beginHeaders}. */
  byte[] endHeaders() {
    byte[] read = headers.toByteArray();
    mayReadTo = Long.MAX_VALUE;
    headers = null;
    return read;
  }

  /**
   * Reads what follows the archive's end, which counts for the diffID, and gives that.
   *
   * @param rest gets what follows
   */
  Digest finish(OutputStream rest) throws IOException {
    transferTo(rest);
    return source.digest();
  }

  @Override
  public int read() throws IOException {
    return SingleByte.from(this);
  }

  /** Reads all that was asked for: who reads sparse files takes less for the end of a piece. */
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.readNBytes(buffer, offset, length);
    if (headers != null) {
      headers.write(buffer, offset, read);
    }
    count += read;
    if (count > mayReadTo) {
      throw new IOException("the headers of one entry are too long");
    }
    return read == 0 && length > 0 ? -1 : read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    return readNBytes((int) Math.min(bytes, BUFFER)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
