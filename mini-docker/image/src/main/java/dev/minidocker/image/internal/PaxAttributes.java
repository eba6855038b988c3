package dev.minidocker.image.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Extended attributes in the pax headers before an entry, as the bytes that they are: the tar
 * library takes every value for text, and loses what is no UTF-8, such as a set of capabilities.
 *
 * <p>Source: pax(1), "pax Extended Header", and tar(5) for {@code SCHILY.xattr}.
 */
final class PaxAttributes {
  private static final String PREFIX = "SCHILY.xattr.";
  private static final int RECORD = 512;
  private static final int SIZE_AT = 124;
  private static final int SIZE_BYTES = 12;
  private static final int TYPE_AT = 156;

  private final byte[] headers;
  private final Map<String, byte[]> found = new LinkedHashMap<>();

  private PaxAttributes(byte[] headers) {
    this.headers = headers;
  }

  /**
   * The attributes by their names.
   *
   * @param headers the headers of one entry, which the tar library has accepted
   */
  static Map<String, byte[]> in(byte[] headers) {
    PaxAttributes attributes = new PaxAttributes(headers);
    attributes.readHeaders();
    return attributes.found;
  }

  /** One header after the other, up to that of the entry itself. */
  private void readHeaders() {
    for (int at = 0; at + RECORD <= headers.length; ) {
      char type = (char) headers[at + TYPE_AT];
      if ("xXgLK".indexOf(type) < 0) {
        return;
      }
      int content = at + RECORD;
      int end = (int) Math.min(headers.length, content + octal(at + SIZE_AT));
      if (type == 'x' || type == 'X') {
        readRecords(content, end);
      }
      at = content + (end - content + RECORD - 1) / RECORD * RECORD;
    }
  }

  private long octal(int at) {
    long value = 0;
    for (int i = at; i < at + SIZE_BYTES; i++) {
      if (headers[i] >= '0' && headers[i] <= '7') {
        value = value * 8 + headers[i] - '0';
      }
    }
    return value;
  }

  /** {@code LENGTH KEY=VALUE\n}, where the length counts all of it. */
  private void readRecords(int from, int end) {
    for (int at = from; at < end; ) {
      int space = indexOf(' ', at, end);
      int equals = indexOf('=', space, end);
      int next = at + Integer.parseInt(text(at, space));
      String key = text(space + 1, equals);
      if (key.startsWith(PREFIX)) {
        byte[] value = Arrays.copyOfRange(headers, equals + 1, next - 1);
        found.put(key.substring(PREFIX.length()), value);
      }
      at = next;
    }
  }

  private int indexOf(char wanted, int from, int end) {
    int at = from;
    while (at < end && headers[at] != wanted) {
      at++;
    }
    return at;
  }

  private String text(int from, int to) {
    return new String(headers, from, to - from, StandardCharsets.UTF_8);
  }
}
