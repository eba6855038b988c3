package dev.minidocker.linux.netlink.route;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MalformedMessageException;
import dev.minidocker.linux.netlink.Wire;
import java.nio.ByteBuffer;

/**
 * {@code struct ifaddrmsg} of {@code include/uapi/linux/if_addr.h}, and attributes {@code IFA_…}.
 *
 * @param family AF_INET or AF_INET6; AF_UNSPEC asks for both
 * @param prefixLength bits of the address that name the network
 * @param flags the lower eight of {@code IFA_F_…}; all are in IFA_FLAGS
 * @param scope {@code RT_SCOPE_…}: how far away the address is valid
 * @param index of the link
 */
public record AddressMessage(
    int family, int prefixLength, int flags, int scope, int index, Attributes attributes)
    implements RoutePayload {
  private static final int BYTES = 8;

  public static final int IFA_ADDRESS = 1;
  public static final int IFA_LOCAL = 2;
  public static final int IFA_FLAGS = 8;

  /** Not to be asked whether somebody else has this IPv6 address already. */
  public static final int IFA_F_NODAD = 2;

  /**
   * Another address of the same network was there before, and takes this one along when it goes.
   */
  public static final int IFA_F_SECONDARY = 1;

  /**
   * Decodes a structure and its attributes.
   *
   * @throws MalformedMessageException if it is too short, or its attributes are none
   */
  public static AddressMessage decode(ByteBuffer payload) {
    ByteBuffer fields = Wire.view(payload, 0, BYTES, "struct ifaddrmsg");
    ByteBuffer rest = Wire.view(payload).position(BYTES);
    return new AddressMessage(
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
    fields.put((byte) family).put((byte) prefixLength).put((byte) flags).put((byte) scope);
    return Wire.concat(fields.putInt(index).flip(), attributes);
  }
}
