package dev.minidocker.linux.netlink.route;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MalformedMessageException;
import dev.minidocker.linux.netlink.Wire;
import java.nio.ByteBuffer;

/**
 * {@code struct ndmsg} of {@code include/uapi/linux/neighbour.h}, and attributes {@code NDA_…}.
 *
 * @param family AF_INET or AF_INET6; AF_BRIDGE for what a bridge has learned; AF_UNSPEC for all
 * @param index of the link on which the neighbour is
 * @param state {@code NUD_…}: what the kernel knows of it
 * @param flags {@code NTF_…}
 * @param type {@code RTN_…}
 */
public record NeighbourMessage(
    int family, int index, int state, int flags, int type, Attributes attributes)
    implements RoutePayload {
  private static final int BYTES = 12;

  public static final int NDA_DST = 1;
  public static final int NDA_LLADDR = 2;

  /** The entry is the link's own, not the one of the bridge that it is a port of. */
  public static final int NTF_SELF = 0x02;

  /** Neither asked for nor forgotten. */
  public static final int NUD_PERMANENT = 0x80;

  /** Needs no hardware address. */
  public static final int NUD_NOARP = 0x40;

  /**
   * Decodes a structure and its attributes.
   *
   * @throws MalformedMessageException if it is too short, or its attributes are none
   */
  public static NeighbourMessage decode(ByteBuffer payload) {
    ByteBuffer fields = Wire.view(payload, 0, BYTES, "struct ndmsg");
    ByteBuffer rest = Wire.view(payload).position(BYTES);
    int family = fields.get() & 0xff;
    fields.position(Integer.BYTES); // padding
    return new NeighbourMessage(
        family,
        fields.getInt(),
        fields.getShort() & 0xffff,
        fields.get() & 0xff,
        fields.get() & 0xff,
        Attributes.decode(rest));
  }

  @Override
  public ByteBuffer encode() {
    ByteBuffer fields = Wire.allocate(BYTES);
    fields.put((byte) family).put((byte) 0).putShort((short) 0).putInt(index);
    fields.putShort((short) state).put((byte) flags).put((byte) type);
    return Wire.concat(fields.flip(), attributes);
  }
}
