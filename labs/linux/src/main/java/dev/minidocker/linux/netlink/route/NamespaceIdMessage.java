package dev.minidocker.linux.netlink.route;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MalformedMessageException;
import dev.minidocker.linux.netlink.Wire;
import java.nio.ByteBuffer;

/**
 * {@code struct rtgenmsg} of {@code include/uapi/linux/rtnetlink.h}, and attributes {@code
 * NETNSA_…} of {@code net_namespace.h}: by which number one network namespace knows another.
 *
 * @param family AF_UNSPEC
 */
public record NamespaceIdMessage(int family, Attributes attributes) implements RoutePayload {
  private static final int BYTES = 4; // one, and padding

  public static final int NETNSA_NSID = 1;
  public static final int NETNSA_FD = 3;

  /** The number of a namespace that has none yet. */
  public static final int NETNSA_NSID_NOT_ASSIGNED = -1;

  /**
   * Decodes a structure and its attributes.
   *
   * @throws MalformedMessageException if it is too short, or its attributes are none
   */
  public static NamespaceIdMessage decode(ByteBuffer payload) {
    ByteBuffer fields = Wire.view(payload, 0, BYTES, "struct rtgenmsg");
    ByteBuffer rest = Wire.view(payload).position(BYTES);
    return new NamespaceIdMessage(fields.get() & 0xff, Attributes.decode(rest));
  }

  @Override
  public ByteBuffer encode() {
    ByteBuffer fields = Wire.allocate(BYTES);
    return Wire.concat(fields.put(0, (byte) family), attributes);
  }
}
