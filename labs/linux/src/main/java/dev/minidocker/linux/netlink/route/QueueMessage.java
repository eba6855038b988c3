package dev.minidocker.linux.netlink.route;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MalformedMessageException;
import dev.minidocker.linux.netlink.Wire;
import java.nio.ByteBuffer;

/**
 * {@code struct tcmsg} of {@code include/uapi/linux/rtnetlink.h}, and attributes {@code TCA_…}:
 * what decides about the packets that wait at a link.
 *
 * @param family AF_UNSPEC
 * @param index of the link
 * @param handle a number for the queueing discipline; 0 has the kernel choose one
 * @param parent where it is put: {@link #TC_H_ROOT} for the link itself
 * @param info how many refer to it, where the kernel lists it
 */
public record QueueMessage(
    int family, int index, int handle, int parent, int info, Attributes attributes)
    implements RoutePayload {
  private static final int BYTES = 20;

  public static final int TCA_KIND = 1;
  public static final int TCA_OPTIONS = 2;

  /** The place through which all packets go that leave by the link. */
  public static final int TC_H_ROOT = 0xffffffff;

  /**
   * Decodes a structure and its attributes.
   *
   * @throws MalformedMessageException if it is too short, or its attributes are none
   */
  public static QueueMessage decode(ByteBuffer payload) {
    ByteBuffer fields = Wire.view(payload, 0, BYTES, "struct tcmsg");
    ByteBuffer rest = Wire.view(payload).position(BYTES);
    int family = fields.get() & 0xff;
    fields.position(Integer.BYTES); // padding
    return new QueueMessage(
        family,
        fields.getInt(),
        fields.getInt(),
        fields.getInt(),
        fields.getInt(),
        Attributes.decode(rest));
  }

  @Override
  public ByteBuffer encode() {
    ByteBuffer fields = Wire.allocate(BYTES);
    fields.put((byte) family).position(Integer.BYTES);
    fields.putInt(index).putInt(handle).putInt(parent).putInt(info);
    return Wire.concat(fields.flip(), attributes);
  }
}
