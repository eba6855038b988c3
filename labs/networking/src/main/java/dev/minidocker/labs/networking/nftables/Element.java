package dev.minidocker.labs.networking.nftables;

import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.nftables.expression.Data;
import dev.minidocker.labs.networking.nftables.expression.Fields;
import dev.minidocker.labs.networking.nftables.expression.Value;
import dev.minidocker.linux.netlink.MalformedMessageException;
import dev.minidocker.linux.netlink.Wire;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is in a set. An interval is two of them, its first value and the one behind its last.
 * Attributes {@code NFTA_SET_ELEM_…} of {@code include/uapi/linux/netfilter/nf_tables.h}.
 *
 * @param key nothing in the one that stands for all others
 * @param keyEnd in intervals of several parts, the last value
 * @param data of a map, what is found
 * @param flags {@link #NFT_SET_ELEM_INTERVAL_END}
 */
public record Element(Optional<Value> key, Optional<Value> keyEnd, Optional<Data> data, int flags) {
  public static final int NFT_SET_ELEM_INTERVAL_END = 1;

  /** By their keys; where an interval begins at the end of another, the end is first. */
  static final Comparator<Element> IN_ORDER =
      Comparator.comparing(Element::keyBytes, Arrays::compareUnsigned)
          .thenComparing(element -> !element.isIntervalEnd());

  static final int NFTA_SET_ELEM_LIST_TABLE = 1;
  static final int NFTA_SET_ELEM_LIST_SET = 2;
  static final int NFTA_SET_ELEM_LIST_ELEMENTS = 3;
  private static final int NFTA_SET_ELEM_KEY = 1;
  private static final int NFTA_SET_ELEM_DATA = 2;
  private static final int NFTA_SET_ELEM_FLAGS = 3;
  private static final int NFTA_SET_ELEM_KEY_END = 10;

  /** Of a set. */
  public static Element of(Value key) {
    return new Element(Optional.of(key), Optional.empty(), Optional.empty(), 0);
  }

  /** Of a map. */
  public static Element of(Value key, Data data) {
    return new Element(Optional.of(key), Optional.empty(), Optional.of(data), 0);
  }

  /** All addresses of a network, in a map of intervals. */
  public static List<Element> of(IpPrefix network, Data data) {
    List<Element> ends = new ArrayList<>();
    ends.add(of(Value.of(network.network().address()), data));
    behind(network)
        .map(
            end ->
                new Element(
                    Optional.of(end),
                    Optional.empty(),
                    Optional.empty(),
                    NFT_SET_ELEM_INTERVAL_END))
        .ifPresent(ends::add);
    return ends;
  }

  /** The address behind the last; behind the last of all is none. */
  private static Optional<Value> behind(IpPrefix network) {
    byte[] first = network.network().address().getAddress();
    BigInteger size = BigInteger.ONE.shiftLeft(8 * first.length - network.length());
    byte[] sum = new BigInteger(1, first).add(size).toByteArray();
    byte[] address = new byte[first.length];
    int length = Math.min(sum.length, address.length);
    System.arraycopy(sum, sum.length - length, address, address.length - length, length);
    boolean overflow = new BigInteger(1, address).signum() == 0;
    return overflow ? Optional.empty() : Optional.of(new Value(ByteBuffer.wrap(address)));
  }

  private byte[] keyBytes() {
    return key.map(value -> Wire.bytes(value.bytes())).orElse(new byte[0]);
  }

  public boolean isIntervalEnd() {
    return (flags & NFT_SET_ELEM_INTERVAL_END) != 0;
  }

  Fields encode() {
    Fields fields = Fields.NONE;
    if (key.isPresent()) {
      fields = fields.with(NFTA_SET_ELEM_KEY, key.get().encode());
    }
    if (keyEnd.isPresent()) {
      fields = fields.with(NFTA_SET_ELEM_KEY_END, keyEnd.get().encode());
    }
    if (data.isPresent()) {
      fields = fields.with(NFTA_SET_ELEM_DATA, data.get().encode());
    }
    return fields.withUnlessZero(NFTA_SET_ELEM_FLAGS, flags);
  }

  /**
   * Decodes what the kernel says of an element.
   *
   * @throws MalformedMessageException if it is none
   */
  static Element decode(Fields fields) {
    return new Element(
        fields.find(NFTA_SET_ELEM_KEY).map(Value::decode),
        fields.find(NFTA_SET_ELEM_KEY_END).map(Value::decode),
        fields.find(NFTA_SET_ELEM_DATA).map(Data::decode),
        fields.number(NFTA_SET_ELEM_FLAGS, 0));
  }

  /** All in a message about a set's elements. */
  static List<Element> decodeAll(Fields fields) {
    return fields.list(NFTA_SET_ELEM_LIST_ELEMENTS).stream().map(Element::decode).toList();
  }

  /** A message about these elements of a set. */
  static Fields encodeAll(Table table, String set, List<Element> elements) {
    return reference(table, set)
        .with(NFTA_SET_ELEM_LIST_ELEMENTS, elements.stream().map(Element::encode).toList());
  }

  static Fields reference(Table table, String set) {
    return Fields.NONE
        .with(NFTA_SET_ELEM_LIST_TABLE, table.name())
        .with(NFTA_SET_ELEM_LIST_SET, set);
  }
}
