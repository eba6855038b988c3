package dev.minidocker.linux.netlink;

import java.nio.ByteBuffer;

/**
 * The end of a message in many parts, a dump: the payload of NLMSG_DONE.
 *
 * @param error 0 or more, or an errno, negated: the dump broke off
 * @param extended attributes {@code NLMSGERR_ATTR_…}
 */
public record Done(int error, Attributes extended) {

  /**
   * Decodes the payload of an NLMSG_DONE; some families send none.
   *
   * @throws MalformedMessageException if it is too short
   */
  public static Done decode(NetlinkMessage message) {
    ByteBuffer payload = message.payload();
    if (!payload.hasRemaining()) {
      return new Done(0, Attributes.NONE);
    }
    int error = Wire.view(payload, 0, Integer.BYTES, "an error").getInt();
    payload.position(Integer.BYTES);
    return new Done(
        error,
        MessageFlag.NLM_F_ACK_TLVS.isIn(message.flags())
            ? Attributes.decode(payload)
            : Attributes.NONE);
  }

  /** The payload of an NLMSG_DONE. */
  public ByteBuffer encode() {
    return Wire.concat(Wire.allocate(Integer.BYTES).putInt(0, error), extended);
  }
}
