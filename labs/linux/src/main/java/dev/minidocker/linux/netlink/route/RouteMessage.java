package dev.minidocker.linux.netlink.route;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MalformedMessageException;
import dev.minidocker.linux.netlink.Wire;
import java.nio.ByteBuffer;

/**
 * {@code struct rtmsg} of {@code include/uapi/linux/rtnetlink.h}, and attributes {@code RTA_…}.
 *
 * @param family AF_INET or AF_INET6; AF_UNSPEC asks for both
 * @param destinationLength bits of the destination that must agree; 0 is the default route
 * @param sourceLength the same for the source
 * @param tos type of service
 * @param table {@code RT_TABLE_…}, if below 256
 * @param protocol {@code RTPROT_…}: who made the route
 * @param scope {@code RT_SCOPE_…}: how far away the destination is
 * @param type {@code RTN_…}: what happens to a packet
 * @param flags {@code RTM_F_…} and {@code RTNH_F_…}
 */
public record RouteMessage(
    int family,
    int destinationLength,
    int sourceLength,
    int tos,
    int table,
    int protocol,
    int scope,
    int type,
    int flags,
    Attributes attributes)
    implements RoutePayload {
  private static final int BYTES = 12;

  public static final int RTA_DST = 1;
  public static final int RTA_OIF = 4;
  public static final int RTA_GATEWAY = 5;
  public static final int RTA_PRIORITY = 6;
  public static final int RTA_PREFSRC = 7;
  public static final int RTA_TABLE = 15;

  /** The table that {@code ip route} shows. */
  public static final int RT_TABLE_MAIN = 254;

  public static final int RTPROT_BOOT = 3;
  public static final int RT_SCOPE_UNIVERSE = 0;
  public static final int RT_SCOPE_LINK = 253;
  public static final int RT_SCOPE_NOWHERE = 255;
  public static final int RTN_UNICAST = 1;

  /** The destination is an address of this host. */
  public static final int RTN_LOCAL = 2;

  /**
   * Decodes a structure and its attributes.
   *
   * @throws MalformedMessageException if it is too short, or its attributes are none
   */
  public static RouteMessage decode(ByteBuffer payload) {
    ByteBuffer fields = Wire.view(payload, 0, BYTES, "struct rtmsg");
    ByteBuffer rest = Wire.view(payload).position(BYTES);
    return new RouteMessage(
        fields.get() & 0xff,
        fields.get() & 0xff,
        fields.get() & 0xff,
        fields.get() & 0xff,
        fields.get() & 0xff,
        fields.get() & 0xff,
        fields.get() & 0xff,
        fields.get() & 0xff,
        fields.getInt(),
        Attributes.decode(rest));
  }

  @Override
  public ByteBuffer encode() {
    ByteBuffer fields = Wire.allocate(BYTES);
    for (int field :
        new int[] {family, destinationLength, sourceLength, tos, table, protocol, scope, type}) {
      fields.put((byte) field);
    }
    return Wire.concat(fields.putInt(flags).flip(), attributes);
  }
}
