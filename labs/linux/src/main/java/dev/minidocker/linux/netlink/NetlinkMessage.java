package dev.minidocker.linux.netlink;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A header, {@code struct nlmsghdr} of {@code include/uapi/linux/netlink.h}, and what it carries.
 * Its length is not a field: it follows from the payload.
 *
 * @param type below 16 what all families share, above what the family says
 * @param flags 16 bits, see {@link MessageFlag}
 * @param sequence a number by which an answer belongs to its request
 * @param port the address of the socket that asked; 0 is the kernel
 * @param payload what the type says, without padding
 */
public record NetlinkMessage(int type, int flags, int sequence, int port, ByteBuffer payload) {
  public static final int HEADER_BYTES = 16;
  public static final int NLMSG_NOOP = 1;
  public static final int NLMSG_ERROR = 2;
  public static final int NLMSG_DONE = 3;
  public static final int NLMSG_OVERRUN = 4;

  public NetlinkMessage {
    payload = payload.slice().asReadOnlyBuffer();
  }

  /** The payload, with a position of its own. */
  @Override
  public ByteBuffer payload() {
    return Wire.view(payload);
  }

  /**
   * The messages that one datagram consists of. Padding is skipped, and may lack behind the last.
   *
   * @throws MalformedMessageException if a length is impossible
   */
  public static List<NetlinkMessage> decodeAll(ByteBuffer datagram) {
    ByteBuffer rest = Wire.view(datagram);
    List<NetlinkMessage> found = new ArrayList<>();
    for (int at = 0; at < rest.limit(); ) {
      ByteBuffer header = Wire.view(rest, at, HEADER_BYTES, "a message's header");
      int length = header.getInt();
      int payload = Math.max(length, 0) - HEADER_BYTES; // a negative one would overflow
      found.add(
          new NetlinkMessage(
              header.getShort() & 0xffff,
              header.getShort() & 0xffff,
              header.getInt(),
              header.getInt(),
              Wire.view(rest, at + HEADER_BYTES, payload, "a message")));
      at += Wire.aligned(length);
    }
    return found;
  }

  /** One datagram of these messages, each padded with zeros to four bytes. */
  public static ByteBuffer encodeAll(List<NetlinkMessage> messages) {
    int length = 0;
    for (NetlinkMessage message : messages) {
      length += HEADER_BYTES + Wire.aligned(message.payload.remaining());
    }
    ByteBuffer bytes = Wire.allocate(length);
    for (NetlinkMessage message : messages) {
      bytes
          .putInt(HEADER_BYTES + message.payload.remaining())
          .putShort((short) message.type)
          .putShort((short) message.flags)
          .putInt(message.sequence)
          .putInt(message.port)
          .put(message.payload());
      bytes.position(Wire.aligned(bytes.position()));
    }
    return bytes.flip();
  }

  /** This message alone. */
  public ByteBuffer encode() {
    return encodeAll(List.of(this));
  }
}
