package dev.minidocker.linux.netlink;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The kernel's answer to a request: {@code struct nlmsgerr} of {@code
 * include/uapi/linux/netlink.h}, and what it adds to it ("extended ack", Linux 4.12).
 *
 * @param error 0, or an errno, negated
 * @param request the request that is answered: its header, and if it was refused perhaps the rest
 * @param extended attributes {@code NLMSGERR_ATTR_…}
 */
public record Acknowledgement(int error, ByteBuffer request, Attributes extended) {
  private static final int NLMSGERR_ATTR_MSG = 1;
  private static final int NLMSGERR_ATTR_OFFS = 2;

  public Acknowledgement {
    request = request.slice().asReadOnlyBuffer();
  }

  /** The request's bytes, with a position of their own. */
  @Override
  public ByteBuffer request() {
    return Wire.view(request);
  }

  /**
   * Decodes the payload of an NLMSG_ERROR.
   *
   * @throws MalformedMessageException if it is too short for what its flags say
   */
  public static Acknowledgement decode(NetlinkMessage message) {
    ByteBuffer payload = message.payload();
    int error = Wire.view(payload, 0, Integer.BYTES, "an error").getInt();
    int header = NetlinkMessage.HEADER_BYTES;
    ByteBuffer request = Wire.view(payload, Integer.BYTES, header, "the header of a request");
    if (!MessageFlag.NLM_F_CAPPED.isIn(message.flags())) {
      int whole = Math.max(request.getInt(0), header);
      request = Wire.view(payload, Integer.BYTES, whole, "a request");
    }
    int end = Math.min(Integer.BYTES + Wire.aligned(request.limit()), payload.limit());
    ByteBuffer rest = Wire.view(payload, end, payload.limit() - end, "attributes");
    return new Acknowledgement(
        error,
        request,
        MessageFlag.NLM_F_ACK_TLVS.isIn(message.flags())
            ? Attributes.decode(rest)
            : Attributes.NONE);
  }

  /** The payload of an NLMSG_ERROR. */
  public ByteBuffer encode() {
    ByteBuffer structure = Wire.allocate(Integer.BYTES + request.remaining());
    return Wire.concat(structure.putInt(error).put(request()).flip(), extended);
  }

  /** What the kernel says about it in words. */
  public Optional<String> text() {
    return extended.find(NLMSGERR_ATTR_MSG).map(Attribute::text);
  }

  /** Where in the request the offending attribute stands, counted from the header. */
  public Optional<Long> offset() {
    return extended.find(NLMSGERR_ATTR_OFFS).map(Attribute::number);
  }
}
