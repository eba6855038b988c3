package dev.minidocker.image.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The frames of a zstd stream that have content. Others may lie between them: tables of contents,
 * for readers that know them (containers/storage's {@code zstd:chunked} has such), which the
 * decompressor does not.
 *
 * <p>Source: RFC 8878, sections 3.1.1 and 3.1.2.
 */
final class ZstdFrames extends InputStream {
  private static final int SKIPPABLE = 0x184d2a50;
  private static final int SKIPPABLE_MASK = ~0xf;
  private static final int SINGLE_SEGMENT = 1 << 5;
  private static final int HAS_CHECKSUM = 1 << 2;

  /**
   * 8 MB: what the decompressor has. Many writers announce more, and have frames that are shorter
   * than that; where one does look further back, decompressing fails.
   */
  private static final int LARGEST_WINDOW = 13 << 3;

  private static final int RUN_OF_ONE_BYTE = 1;
  private static final int[] DICTIONARY_ID_BYTES = {0, 1, 2, 4};
  private static final int[] CONTENT_SIZE_BYTES = {0, 2, 4, 8};

  /** What comes next in the stream. */
  private enum Next {
    FRAME,
    BLOCK,
    CHECKSUM
  }

  private final InputStream source;
  private Next next = Next.FRAME;
  private boolean hasChecksum;
  private byte[] header = new byte[0];
  private int given;
  private int left;

  ZstdFrames(InputStream source) {
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    return SingleByte.from(this);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (length > 0 && given == header.length && left == 0) {
      if (!advance()) {
        return -1;
      }
    }
    if (given < header.length) {
      int count = Math.min(length, header.length - given);
      System.arraycopy(header, given, buffer, offset, count);
      given += count;
      return count;
    }
    int count = source.read(buffer, offset, Math.min(length, left));
    left -= Math.max(0, count);
    return count; // an end here is for the decompressor to complain of
  }

  /** Goes to the next header, and what belongs to it. */
  private boolean advance() throws IOException {
    given = 0;
    return switch (next) {
      case FRAME -> beginFrame();
      case BLOCK -> beginBlock();
      case CHECKSUM -> beginChecksum();
    };
  }

  private boolean beginFrame() throws IOException {
    header = source.readNBytes(Integer.BYTES);
    if (header.length < Integer.BYTES) {
      return header.length > 0;
    }
    int magic = littleEndian(header);
    if ((magic & SKIPPABLE_MASK) == SKIPPABLE) {
      source.skipNBytes(Integer.toUnsignedLong(littleEndian(source.readNBytes(Integer.BYTES))));
      header = new byte[0];
      return true;
    }
    int descriptor = source.read();
    boolean single = (descriptor & SINGLE_SEGMENT) != 0;
    header = Arrays.copyOf(header, Integer.BYTES + (single ? 1 : 2));
    header[Integer.BYTES] = (byte) descriptor;
    if (!single) {
      header[Integer.BYTES + 1] = (byte) Math.min(source.read(), LARGEST_WINDOW);
    }
    left = restOfHeader(descriptor, single);
    hasChecksum = (descriptor & HAS_CHECKSUM) != 0;
    next = Next.BLOCK;
    return true;
  }

  private static int restOfHeader(int descriptor, boolean single) {
    int sizeFlag = (descriptor & 0xff) >> 6;
    int size = single && sizeFlag == 0 ? 1 : CONTENT_SIZE_BYTES[sizeFlag];
    return DICTIONARY_ID_BYTES[descriptor & 3] + size;
  }

  private boolean beginBlock() throws IOException {
    header = source.readNBytes(3);
    if (header.length < 3) {
      return header.length > 0;
    }
    int value = littleEndian(header);
    boolean isLast = (value & 1) != 0;
    int type = value >> 1 & 3;
    left = type == RUN_OF_ONE_BYTE ? 1 : value >> 3;
    if (isLast) {
      next = hasChecksum ? Next.CHECKSUM : Next.FRAME;
    }
    return true;
  }

  private boolean beginChecksum() {
    header = new byte[0];
    left = Integer.BYTES;
    next = Next.FRAME;
    return true;
  }

  private static int littleEndian(byte[] bytes) throws IOException {
    if (bytes.length < 3) {
      throw new IOException("zstd: a frame is incomplete");
    }
    ByteBuffer four = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return four.put(bytes).getInt(0);
  }
}
