package dev.minidocker.labs.networking.nftables.expression;

import dev.minidocker.linux.netlink.Attribute;
import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MalformedMessageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Attributes as nfnetlink uses them: its numbers are in network byte order, unlike netlink's own.
 *
 * @param attributes the same as netlink has them
 */
public record Fields(Attributes attributes) {
  public static final Fields NONE = new Fields(Attributes.NONE);

  /** NFTA_LIST_ELEM: what every list of nftables consists of. */
  private static final int NFTA_LIST_ELEM = 1;

  /** With a number of 32 bits. */
  public Fields with(int kind, int number) {
    return new Fields(attributes.with(kind, ByteBuffer.allocate(Integer.BYTES).putInt(0, number)));
  }

  /** With a number of 32 bits, unless it is 0, which is how the kernel leaves it out too. */
  public Fields withUnlessZero(int kind, int number) {
    return number == 0 ? this : with(kind, number);
  }

  /** With a number of 64 bits. */
  public Fields withLong(int kind, long number) {
    return with(kind, ByteBuffer.allocate(Long.BYTES).putLong(0, number));
  }

  /** With a number of 8 bits. */
  public Fields withByte(int kind, int number) {
    return with(kind, ByteBuffer.allocate(1).put(0, (byte) number));
  }

  public Fields with(int kind, String text) {
    return new Fields(attributes.with(kind, text));
  }

  public Fields with(int kind, ByteBuffer bytes) {
    return new Fields(attributes.with(kind, bytes));
  }

  public Fields with(int kind, Fields nested) {
    return new Fields(attributes.with(kind, nested.attributes));
  }

  /** With a list. */
  public Fields with(int kind, List<Fields> elements) {
    Fields list = NONE;
    for (Fields element : elements) {
      list = list.with(NFTA_LIST_ELEM, element);
    }
    return with(kind, list);
  }

  /** Whether there are no others than these. */
  public boolean consistOf(Integer... kinds) {
    Set<Integer> known = Set.of(kinds);
    return attributes.all().stream().map(Attribute::kind).allMatch(known::contains);
  }

  /** Whether there are all of these, and no others. */
  public boolean areExactly(Integer... kinds) {
    return consistOf(kinds) && Stream.of(kinds).allMatch(this::has);
  }

  public boolean has(int kind) {
    return attributes.find(kind).isPresent();
  }

  /**
   * A number of 32 bits.
   *
   * @throws MalformedMessageException if there is none
   */
  public int number(int kind) {
    return number(required(kind));
  }

  /** A number of 32 bits, or another where there is none. */
  public int number(int kind, int otherwise) {
    return attributes.find(kind).map(Fields::number).orElse(otherwise);
  }

  private static int number(Attribute attribute) {
    return bytes(attribute, Integer.BYTES).getInt();
  }

  /** A number of 64 bits. */
  public long longNumber(int kind) {
    return bytes(required(kind), Long.BYTES).getLong();
  }

  /** A number of 16 bits. */
  public int shortNumber(int kind) {
    return bytes(required(kind), Short.BYTES).getShort() & 0xffff;
  }

  /** A number of 8 bits. */
  public int byteNumber(int kind) {
    return bytes(required(kind), 1).get() & 0xff;
  }

  private static ByteBuffer bytes(Attribute attribute, int length) {
    ByteBuffer bytes = attribute.value();
    if (bytes.remaining() != length) {
      throw new MalformedMessageException(
          "attribute " + attribute.kind() + " has " + bytes.remaining() + " bytes, not " + length);
    }
    return bytes.order(ByteOrder.BIG_ENDIAN);
  }

  public String text(int kind) {
    return required(kind).text();
  }

  public Fields nested(int kind) {
    return new Fields(required(kind).nested());
  }

  /** What a list consists of; nothing where there is none. */
  public List<Fields> list(int kind) {
    return find(kind).map(Fields::elements).orElse(List.of());
  }

  private List<Fields> elements() {
    return attributes.all().stream()
        .filter(attribute -> attribute.kind() == NFTA_LIST_ELEM)
        .map(element -> new Fields(element.nested()))
        .toList();
  }

  /** What is nested in an attribute that may lack. */
  public Optional<Fields> find(int kind) {
    return attributes.find(kind).map(found -> new Fields(found.nested()));
  }

  /** The attribute itself. */
  public Attribute required(int kind) {
    return attributes
        .find(kind)
        .orElseThrow(() -> new MalformedMessageException("attribute " + kind + " is missing"));
  }
}
