package dev.minidocker.linux.netlink;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One attribute: {@code struct nlattr} of {@code include/uapi/linux/netlink.h}, which is also
 * {@code struct rtattr}, and its value.
 *
 * @param type the 16 bits of {@code nla_type}: two flags and what the family calls the attribute
 * @param value as it came, without padding
 */
public record Attribute(int type, ByteBuffer value) {
  static final int HEADER_BYTES = 4;
  static final int NLA_F_NESTED = 1 << 15;
  private static final int NLA_TYPE_MASK = 0x3fff;
  private static final int IPV6_BYTES = 16;
  private static final int NO_SCOPE = -1;
  private static final int MOST_BYTES = 0xffff - HEADER_BYTES;

  public Attribute {
    value = value.slice().asReadOnlyBuffer();
    if (type < 0 || type > 0xffff || value.remaining() > MOST_BYTES) {
      throw new IllegalArgumentException(
          "an attribute of type " + type + " with " + value.remaining() + " bytes");
    }
  }

  /** The value, with a position of its own. */
  @Override
  public ByteBuffer value() {
    return Wire.view(value);
  }

  /** What the family calls it, without the flags. */
  public int kind() {
    return type & NLA_TYPE_MASK;
  }

  /** A number of 8, 16 or 32 bits, unsigned, as wide as it is. */
  public long number() {
    ByteBuffer bytes = value();
    return switch (bytes.remaining()) {
      case 1 -> bytes.get() & 0xff;
      case 2 -> bytes.getShort() & 0xffff;
      case 4 -> bytes.getInt() & 0xffffffffL;
      default -> throw isNot("a number");
    };
  }

  /** A signed number of 32 bits: an interface's index, a namespace's id. */
  public int index() {
    if (value.remaining() != Integer.BYTES) {
      throw isNot("an index");
    }
    return value().getInt();
  }

  /** The text up to the first NUL, or all of it. */
  public String text() {
    byte[] bytes = Wire.bytes(value);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** An IPv4 or IPv6 address. */
  public InetAddress address() {
    byte[] bytes = Wire.bytes(value);
    try { // of an IPv4 address in an IPv6 one, InetAddress alone would forget the IPv6
      return bytes.length == IPV6_BYTES
          ? Inet6Address.getByAddress(null, bytes, NO_SCOPE)
          : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw isNot("an address");
    }
  }

  /** The attributes that it consists of. */
  public Attributes nested() {
    return Attributes.decode(value());
  }

  private MalformedMessageException isNot(String what) {
    return new MalformedMessageException(
        "attribute " + kind() + " is not " + what + ": it has " + value.remaining() + " bytes");
  }
}
