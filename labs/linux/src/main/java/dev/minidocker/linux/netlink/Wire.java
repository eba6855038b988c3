package dev.minidocker.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Buffers as netlink uses them: in the byte order of the machine, aligned to four bytes. */
public final class Wire {
  private static final int ALIGNMENT = 4;

  private Wire() {}

  /** {@code NLMSG_ALIGN} and {@code NLA_ALIGN} of {@code include/uapi/linux/netlink.h}. */
  public static int aligned(int length) {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** Empty memory of this size. */
  public static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
  }

  /** What is left of the buffer, with a position of its own. */
  public static ByteBuffer view(ByteBuffer buffer) {
    return buffer.slice().order(ByteOrder.nativeOrder());
  }

  /**
   * A part of what is left of the buffer.
   *
   * @throws MalformedMessageException if there is not so much
   */
  public static ByteBuffer view(ByteBuffer buffer, int offset, int length, String what) {
    if (offset < 0 || length < 0 || length > buffer.remaining() - offset) {
      throw new MalformedMessageException(
          what + " of " + length + " bytes where only " + (buffer.remaining() - offset) + " are");
    }
    return buffer.slice(buffer.position() + offset, length).order(ByteOrder.nativeOrder());
  }

  /** A copy of what is left of the buffer. */
  public static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** A fixed structure and the attributes behind it. */
  public static ByteBuffer concat(ByteBuffer structure, Attributes attributes) {
    ByteBuffer tail = attributes.encode();
    return allocate(aligned(structure.remaining()) + tail.remaining())
        .put(structure.duplicate())
        .position(aligned(structure.remaining()))
        .put(tail)
        .flip();
  }
}
