package dev.minidocker.labs.networking.nftables;

import dev.minidocker.linux.netlink.MalformedMessageException;
import dev.minidocker.linux.netlink.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the kernel keeps and does not read: pieces of type, length (a byte each) and value, as
 * libnftnl's {@code udata.h} has them. Here, comments.
 */
final class UserData {
  /** In a table, a chain, a rule and an element. */
  static final int COMMENT = 0;

  /** In a set, where 0 is the byte order of its keys. */
  static final int SET_COMMENT = 7;

  private static final int SET_KEY_BYTE_ORDER = 0;
  private static final int MOST_BYTES = 128;

  private UserData() {}

  /**
   * A comment.
   *
   * @throws IllegalArgumentException if it is longer than nft(8) allows
   */
  static ByteBuffer comment(int type, String text) {
    byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "a comment has at most " + (MOST_BYTES - 1) + " bytes: " + text);
    }
    return ByteBuffer.allocate(2 + bytes.length)
        .put((byte) type)
        .put((byte) bytes.length)
        .put(bytes)
        .flip();
  }

  /** Of a set: how nft(8) is to read its keys, and a comment unless that is "". */
  static ByteBuffer ofSet(int byteOrder, String comment) {
    ByteBuffer order = Wire.allocate(6).put((byte) SET_KEY_BYTE_ORDER).put((byte) 4);
    order.putInt(byteOrder).flip();
    ByteBuffer rest = comment.isEmpty() ? ByteBuffer.allocate(0) : comment(SET_COMMENT, comment);
    return ByteBuffer.allocate(order.remaining() + rest.remaining()).put(order).put(rest).flip();
  }

  /**
   * The comment in it, or "".
   *
   * @throws MalformedMessageException if a length is impossible
   */
  static String commentIn(ByteBuffer data, int type) {
    for (int at = 0; at < data.remaining(); ) {
      ByteBuffer header = Wire.view(data, at, 2, "user data");
      int length = header.get(1) & 0xff;
      ByteBuffer value = Wire.view(data, at + 2, length, "user data");
      if (header.get(0) == type) {
        byte[] bytes = Wire.bytes(value);
        int end = length > 0 && bytes[length - 1] == 0 ? length - 1 : length;
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
      }
      at += 2 + length;
    }
    return "";
  }
}
