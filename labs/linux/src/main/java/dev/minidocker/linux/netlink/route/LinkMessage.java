package dev.minidocker.linux.netlink.route;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MalformedMessageException;
import dev.minidocker.linux.netlink.Wire;
import java.nio.ByteBuffer;

/**
 * {@code struct ifinfomsg} of {@code include/uapi/linux/rtnetlink.h}, and attributes {@code IFLA_…}
 * of {@code if_link.h}.
 *
 * @param family AF_UNSPEC, or AF_BRIDGE for a bridge's view of its ports
 * @param type {@code ARPHRD_…}: what kind of hardware addresses it has
 * @param index of the link, 0 where a name says which
 * @param flags {@code IFF_…}
 * @param change which of the flags are meant
 */
public record LinkMessage(
    int family, int type, int index, int flags, int change, Attributes attributes)
    implements RoutePayload {
  private static final int BYTES = 16;

  public static final int IFLA_ADDRESS = 1;
  public static final int IFLA_IFNAME = 3;
  public static final int IFLA_MTU = 4;
  public static final int IFLA_LINK = 5;
  public static final int IFLA_MASTER = 10;
  public static final int IFLA_OPERSTATE = 16;
  public static final int IFLA_LINKINFO = 18;
  public static final int IFLA_NET_NS_PID = 19;
  public static final int IFLA_GROUP = 27;
  public static final int IFLA_NET_NS_FD = 28;
  public static final int IFLA_LINK_NETNSID = 37;

  /** Inside IFLA_LINKINFO. */
  public static final int IFLA_INFO_KIND = 1;

  /** Inside IFLA_LINKINFO. */
  public static final int IFLA_INFO_DATA = 2;

  /** Inside IFLA_LINKINFO: what its master is. */
  public static final int IFLA_INFO_SLAVE_KIND = 4;

  /** Inside IFLA_LINKINFO: what it is to its master. */
  public static final int IFLA_INFO_SLAVE_DATA = 5;

  /** Inside IFLA_INFO_SLAVE_DATA of a bridge's port, 8 bits: 1 is hairpin mode. */
  public static final int IFLA_BRPORT_MODE = 4;

  /** Inside IFLA_INFO_DATA of a veth; {@code include/uapi/linux/veth.h}. */
  public static final int VETH_INFO_PEER = 1;

  /** Inside IFLA_INFO_DATA of a macvlan: {@code MACVLAN_MODE_…}. */
  public static final int IFLA_MACVLAN_MODE = 1;

  /** Inside IFLA_INFO_DATA of an ipvlan: {@code IPVLAN_MODE_…}, 16 bits. */
  public static final int IFLA_IPVLAN_MODE = 1;

  /** Inside IFLA_INFO_DATA of a VLAN. */
  public static final int IFLA_VLAN_ID = 1;

  /** Inside IFLA_INFO_DATA of a VXLAN, as the next eight. */
  public static final int IFLA_VXLAN_ID = 1;

  public static final int IFLA_VXLAN_GROUP = 2;
  public static final int IFLA_VXLAN_LINK = 3;
  public static final int IFLA_VXLAN_LOCAL = 4;
  public static final int IFLA_VXLAN_LEARNING = 7;
  public static final int IFLA_VXLAN_PROXY = 11;
  public static final int IFLA_VXLAN_PORT = 15; // in network byte order
  public static final int IFLA_VXLAN_GROUP6 = 16;
  public static final int IFLA_VXLAN_LOCAL6 = 17;

  /**
   * Decodes a structure and its attributes.
   *
   * @throws MalformedMessageException if it is too short, or its attributes are none
   */
  public static LinkMessage decode(ByteBuffer payload) {
    ByteBuffer fields = Wire.view(payload, 0, BYTES, "struct ifinfomsg");
    ByteBuffer rest = Wire.view(payload).position(BYTES);
    int family = fields.get() & 0xff;
    fields.get(); // padding
    return new LinkMessage(
        family,
        fields.getShort() & 0xffff,
        fields.getInt(),
        fields.getInt(),
        fields.getInt(),
        Attributes.decode(rest));
  }

  @Override
  public ByteBuffer encode() {
    ByteBuffer fields = Wire.allocate(BYTES);
    fields.put((byte) family).put((byte) 0).putShort((short) type);
    return Wire.concat(fields.putInt(index).putInt(flags).putInt(change).flip(), attributes);
  }
}
