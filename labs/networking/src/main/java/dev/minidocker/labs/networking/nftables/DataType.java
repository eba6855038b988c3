package dev.minidocker.labs.networking.nftables;

import dev.minidocker.labs.net.AddressText;
import dev.minidocker.labs.networking.nftables.expression.Value;
import dev.minidocker.linux.netlink.Attribute;
import dev.minidocker.linux.netlink.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What bytes mean to a reader: the data types of nft(8). The kernel stores the number of a set's
 * type, six bits for each part, and leaves it at that.
 */
public enum DataType {
  IPV4_ADDR(7, 4),
  IPV6_ADDR(8, 16),
  INET_PROTO(12, 1),
  INET_SERVICE(13, 2),
  MARK(19, 4),
  IFNAME(41, 16);

  private static final int BITS = 6;
  private static final int HOST_ENDIAN = 1;
  private static final int BIG_ENDIAN = 2;

  private final int number;
  private final int bytes;

  DataType(int number, int bytes) {
    this.number = number;
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  /** The number for several parts. */
  static int number(List<DataType> parts) {
    int number = 0;
    for (DataType part : parts) {
      number = number << BITS | part.number;
    }
    return number;
  }

  /** The length of several parts: of one its own, of more whole registers each. */
  static int length(List<DataType> parts) {
    return parts.size() == 1
        ? parts.get(0).bytes
        : parts.stream().mapToInt(part -> Wire.aligned(part.bytes)).sum();
  }

  static int byteOrder(List<DataType> parts) {
    if (parts.size() > 1) {
      return 0;
    }
    return parts.get(0) == IFNAME || parts.get(0) == MARK ? HOST_ENDIAN : BIG_ENDIAN;
  }

  /** The parts of a number; none if one of them is not known here. */
  static List<DataType> of(int number) {
    List<DataType> parts = new ArrayList<>();
    for (int rest = number; rest != 0; rest >>>= BITS) {
      int last = rest & (1 << BITS) - 1;
      List<DataType> found = Arrays.stream(values()).filter(t -> t.number == last).toList();
      if (found.isEmpty()) {
        return List.of();
      }
      parts.add(0, found.get(0));
    }
    return parts;
  }

  /** As nft(8) writes the value of such parts. */
  static String text(List<DataType> parts, Value value) {
    if (parts.isEmpty() || value.bytes().remaining() != length(parts)) {
      return value.toString();
    }
    List<String> texts = new ArrayList<>();
    int at = 0;
    for (DataType part : parts) {
      texts.add(part.text(Wire.view(value.bytes(), at, part.bytes, part.toString())));
      at += Wire.aligned(part.bytes);
    }
    return String.join(" . ", texts);
  }

  /** As nft(8) writes it. */
  String text(ByteBuffer value) {
    if (this == IFNAME && value.remaining() < bytes) {
      return beginning(value);
    } else if (value.remaining() != bytes) {
      return new Value(value).toString();
    }
    return switch (this) {
      case IPV4_ADDR, IPV6_ADDR -> address(value);
      case INET_PROTO -> Protocol.text(value.get(0) & 0xff);
      case INET_SERVICE -> Integer.toString(((value.get(0) & 0xff) << 8) | (value.get(1) & 0xff));
      case MARK -> String.format("0x%08x", Wire.view(value).getInt());
      case IFNAME -> '"' + new Attribute(0, value).text() + '"';
    };
  }

  /** Fewer bytes than a name has mean all names that begin so, unless they have its end. */
  private static String beginning(ByteBuffer name) {
    boolean whole = name.hasRemaining() && name.get(name.limit() - 1) == 0;
    return '"' + new Attribute(0, name).text() + (whole ? "" : "*") + '"';
  }

  private static String address(ByteBuffer value) {
    return AddressText.of(new Attribute(0, value).address());
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
