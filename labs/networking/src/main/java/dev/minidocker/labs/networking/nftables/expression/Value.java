package dev.minidocker.labs.networking.nftables.expression;

import dev.minidocker.linux.netlink.Wire;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Bytes as a packet or a register has them: addresses and ports in network byte order, marks and
 * states in the machine's.
 */
public record Value(ByteBuffer bytes) implements Data {
  private static final int IFNAMSIZ = 16;

  public Value {
    bytes = bytes.slice().asReadOnlyBuffer();
  }

  /** The bytes, with a position of their own. */
  @Override
  public ByteBuffer bytes() {
    return Wire.view(bytes);
  }

  /** Decodes attributes {@code NFTA_DATA_…}. */
  public static Value decode(Fields fields) {
    return new Value(fields.required(NFTA_DATA_VALUE).value());
  }

  public static Value of(InetAddress address) {
    return new Value(ByteBuffer.wrap(address.getAddress()));
  }

  public static Value ofPort(int port) {
    return new Value(ByteBuffer.allocate(Short.BYTES).putShort(0, (short) port));
  }

  /** A number of 8 bits. */
  public static Value ofByte(int number) {
    return new Value(ByteBuffer.allocate(1).put(0, (byte) number));
  }

  /** A number of 32 bits in the byte order of the machine. */
  public static Value ofNumber(int number) {
    return new Value(ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(0, number));
  }

  /** A link's name, in as many bytes as the kernel compares. */
  public static Value ofInterface(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    if (text.length == 0 || text.length >= IFNAMSIZ) {
      throw new IllegalArgumentException("a link's name has 1 to 15 bytes: " + name);
    }
    return new Value(ByteBuffer.allocate(IFNAMSIZ).put(0, text));
  }

  /** Several, one behind the other, each in whole registers of 32 bits. */
  public static Value concat(Value... parts) {
    int length = 0;
    for (Value part : parts) {
      length += Wire.aligned(part.bytes.remaining());
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (Value part : parts) {
      int start = all.position();
      all.put(part.bytes()).position(start + Wire.aligned(part.bytes.remaining()));
    }
    return new Value(all.flip());
  }

  @Override
  public Fields encode() {
    return Fields.NONE.with(NFTA_DATA_VALUE, bytes);
  }

  @Override
  public String toString() {
    return "0x" + HexFormat.of().formatHex(Wire.bytes(bytes));
  }
}
