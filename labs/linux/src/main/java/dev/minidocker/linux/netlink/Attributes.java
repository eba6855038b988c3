package dev.minidocker.linux.netlink;

import static dev.minidocker.linux.netlink.Attribute.HEADER_BYTES;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list of attributes, in their order; one type may stand in it several times.
 *
 * <p>What is nested stays bytes until it is asked for, so no message nests too deep.
 */
public record Attributes(List<Attribute> all) {
  public static final Attributes NONE = new Attributes(List.of());

  public Attributes {
    all = List.copyOf(all);
  }

  /**
   * Decodes all that is left of the buffer. Padding is skipped, and may lack behind the last.
   *
   * @throws MalformedMessageException if a length is impossible
   */
  public static Attributes decode(ByteBuffer bytes) {
    ByteBuffer rest = Wire.view(bytes);
    List<Attribute> found = new ArrayList<>();
    for (int at = 0; at < rest.limit(); ) {
      ByteBuffer header = Wire.view(rest, at, HEADER_BYTES, "an attribute's header");
      int length = header.getShort() & 0xffff;
      int type = header.getShort() & 0xffff;
      ByteBuffer value = Wire.view(rest, at + HEADER_BYTES, length - HEADER_BYTES, "an attribute");
      found.add(new Attribute(type, value));
      at += Wire.aligned(length);
    }
    return new Attributes(found);
  }

  /** The bytes, each attribute padded with zeros to four. */
  public ByteBuffer encode() {
    int length = 0;
    for (Attribute attribute : all) {
      length += HEADER_BYTES + Wire.aligned(attribute.value().remaining());
    }
    ByteBuffer bytes = Wire.allocate(length);
    for (Attribute attribute : all) {
      int start = bytes.position();
      ByteBuffer value = attribute.value();
      bytes.putShort((short) (HEADER_BYTES + value.remaining())).putShort((short) attribute.type());
      bytes.position(start + HEADER_BYTES).put(value);
      bytes.position(Wire.aligned(bytes.position()));
    }
    return bytes.flip();
  }

  /** The first attribute of this kind. */
  public Optional<Attribute> find(int kind) {
    return all.stream().filter(attribute -> attribute.kind() == kind).findFirst();
  }

  /** The same, and others behind. */
  public Attributes and(Attributes others) {
    List<Attribute> more = new ArrayList<>(all);
    more.addAll(others.all);
    return new Attributes(more);
  }

  /** The same, and one more behind. */
  public Attributes with(int type, ByteBuffer value) {
    List<Attribute> more = new ArrayList<>(all);
    more.add(new Attribute(type, value));
    return new Attributes(more);
  }

  /** With a number of 32 bits. */
  public Attributes with(int type, int number) {
    return with(type, Wire.allocate(Integer.BYTES).putInt(0, number));
  }

  /** With a number of 8 bits, which says yes or no. */
  public Attributes with(int type, boolean truth) {
    return with(type, Wire.allocate(1).put(0, (byte) (truth ? 1 : 0)));
  }

  /** With a text, which ends with a NUL. */
  public Attributes with(int type, String text) {
    return with(type, ByteBuffer.wrap((text + "\0").getBytes(StandardCharsets.UTF_8)));
  }

  public Attributes with(int type, InetAddress address) {
    return with(type, ByteBuffer.wrap(address.getAddress()));
  }

  /** With attributes as its value, marked as such. */
  public Attributes with(int type, Attributes nested) {
    return with(type | Attribute.NLA_F_NESTED, nested.encode());
  }
}
