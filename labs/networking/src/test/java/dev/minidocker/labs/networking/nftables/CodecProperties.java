package dev.minidocker.labs.networking.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.minidocker.labs.net.AddressText;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.nftables.expression.Data;
import dev.minidocker.labs.networking.nftables.expression.Expression;
import dev.minidocker.labs.networking.nftables.expression.ExpressionArbitraries;
import dev.minidocker.labs.networking.nftables.expression.Fields;
import dev.minidocker.labs.networking.nftables.expression.Value;
import dev.minidocker.labs.networking.nftables.expression.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CodecProperties {
  private static final Table TABLE = new Table(Family.INET, "t");

  private static Fields overTheWire(Fields fields) {
    NfnetlinkMessage message = new NfnetlinkMessage(1, 0, 10, fields);
    NfnetlinkMessage decoded = NfnetlinkMessage.decode(message.encode());
    assertEquals(message, decoded);
    return decoded.fields();
  }

  @Property
  void decodingAnEncodedTableReturnsIt(
      @ForAll("names") String name, @ForAll("comments") String comment, @ForAll Family family) {
    Table table = new Table(family, name, comment);
    NfnetlinkMessage message = NfnetlinkMessage.of(family, table.encode());
    assertEquals(table, Table.decode(NfnetlinkMessage.decode(message.encode())));
  }

  @Property
  void decodingAnEncodedChainReturnsIt(
      @ForAll("names") String name,
      @ForAll("comments") String comment,
      @ForAll Hook hook,
      @ForAll int priority,
      @ForAll boolean based) {
    Chain.Base base = new Chain.Base("filter", hook, priority, Verdict.DROP);
    Chain chain = new Chain(name, based ? Optional.of(base) : Optional.empty(), comment);
    NfnetlinkMessage message = NfnetlinkMessage.of(Family.INET, chain.encode(TABLE));
    assertEquals(chain, Chain.decode(NfnetlinkMessage.decode(message.encode())));
  }

  @Property
  void decodingAnEncodedRuleReturnsIt(
      @ForAll("expressions") List<Expression> expressions, @ForAll("comments") String comment) {
    Rule rule = new Rule(expressions, comment);
    assertEquals(rule, Rule.decode(overTheWire(rule.encode(TABLE, "c"))));
  }

  @Property
  void decodingAnEncodedSetReturnsIt(
      @ForAll("names") String name,
      @ForAll("comments") String comment,
      @ForAll @Size(min = 1, max = 4) List<DataType> key,
      @ForAll @Size(min = 1, max = 3) List<DataType> data,
      @ForAll @IntRange(max = 2) int kind) {
    NamedSet plain = NamedSet.of(name, key.toArray(DataType[]::new));
    NamedSet set =
        switch (kind) {
          case 0 -> plain;
          case 1 -> plain.to(data.toArray(DataType[]::new));
          default -> plain.toVerdicts().ofIntervals();
        };
    NamedSet commented =
        new NamedSet(
            name,
            set.flags(),
            set.keyType(),
            set.keyBytes(),
            set.dataType(),
            set.dataBytes(),
            comment);
    NamedSet decoded = NamedSet.decode(overTheWire(commented.encode(TABLE)));
    assertEquals(commented, decoded);
    assertEquals(key, decoded.key());
    assertEquals(kind == 1 ? data : List.of(), decoded.data());
  }

  @Property
  void decodingEncodedElementsReturnsThem(@ForAll("elements") List<Element> elements) {
    assertEquals(elements, Element.decodeAll(overTheWire(Element.encodeAll(TABLE, "s", elements))));
  }

  @Property
  void aNetworkIsOneIntervalThatReadsAsItself(@ForAll("networks") IpPrefix network) {
    NamedSet set =
        NamedSet.of(
                "s",
                network.address().getAddress().length == 4
                    ? DataType.IPV4_ADDR
                    : DataType.IPV6_ADDR)
            .toVerdicts()
            .ofIntervals();
    List<Element> ends = Element.of(network, Verdict.DROP);
    boolean one = network.length() == 8 * network.address().getAddress().length;
    String length = one ? "" : "/" + network.length();
    String address = AddressText.of(network.network().address());
    assertEquals(List.of(address + length + " : drop"), SetText.each(set, ends));
  }

  @Property
  void anAddressIsReadAsItIsWritten(@ForAll("networks") IpPrefix network) {
    String text = AddressText.of(network.address());
    assertEquals(network.address(), IpPrefix.address(text));
  }

  @Provide
  Arbitrary<IpPrefix> networks() {
    Arbitrary<byte[]> four = Arbitraries.bytes().array(byte[].class).ofSize(4);
    Arbitrary<Byte> octets = Arbitraries.oneOf(Arbitraries.just((byte) 0), Arbitraries.bytes());
    Arbitrary<byte[]> sixteen = octets.array(byte[].class).ofSize(16);
    return Combinators.combine(
            Arbitraries.oneOf(four, sixteen.filter(CodecProperties::staysSix)),
            Arbitraries.integers().between(0, 128))
        .as((bytes, length) -> new IpPrefix(address(bytes), length % (8 * bytes.length + 1)));
  }

  private static boolean staysSix(byte[] bytes) {
    return address(bytes).getAddress().length == 16;
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Provide
  Arbitrary<List<Element>> elements() {
    Arbitrary<Optional<Value>> keys = ExpressionArbitraries.values().optional();
    Arbitrary<Optional<Data>> data = ExpressionArbitraries.data().optional();
    return Combinators.combine(keys, keys, data, Arbitraries.integers())
        .as(Element::new)
        .list()
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<List<Expression>> expressions() {
    return ExpressionArbitraries.expressions().list().ofMaxSize(6);
  }

  @Provide
  Arbitrary<String> names() {
    return ExpressionArbitraries.names();
  }

  @Provide
  Arbitrary<String> comments() {
    return Arbitraries.oneOf(Arbitraries.just(""), ExpressionArbitraries.names());
  }
}
