package dev.minidocker.labs.networking.nftables.expression;

import java.nio.ByteBuffer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Expressions of every kind, and what the kernel would never say. */
public final class ExpressionArbitraries {
  private ExpressionArbitraries() {}

  static Arbitrary<Integer> numbers() {
    return Arbitraries.integers();
  }

  /** Names, none of them empty. */
  public static Arbitrary<String> names() {
    return Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(20);
  }

  public static Arbitrary<Value> values() {
    return Arbitraries.bytes()
        .array(byte[].class)
        .ofMaxSize(40)
        .map(bytes -> new Value(ByteBuffer.wrap(bytes)));
  }

  /** Values and verdicts. */
  public static Arbitrary<Data> data() {
    Arbitrary<String> chains = Arbitraries.oneOf(Arbitraries.just(""), names());
    Arbitrary<Verdict> verdicts = Combinators.combine(numbers(), chains).as(Verdict::new);
    return Arbitraries.oneOf(values(), verdicts);
  }

  /** All that {@link Expression} permits. */
  public static Arbitrary<Expression> expressions() {
    Arbitrary<Integer> n = numbers();
    Arbitrary<Long> longs = Arbitraries.longs();
    Arbitrary<Integer> octets = Arbitraries.integers().between(0, 0xff);
    Arbitrary<Integer> results = Arbitraries.integers();
    return Arbitraries.oneOf(
        Combinators.combine(n, n).as(Meta::new),
        Combinators.combine(n, n).as(Ct::new),
        Combinators.combine(n, n, n, n).as(Payload::new),
        Combinators.combine(n, n, values()).as(Cmp::new),
        Combinators.combine(n, n, n, values(), values()).as(Bitwise::new),
        Combinators.combine(names(), n, results, n).as(Lookup::new),
        Combinators.combine(n, data()).as(Immediate::new),
        Combinators.combine(n, n, n, n, n, n, n).as(Nat::new),
        Combinators.combine(n, n, n).as(Masq::new),
        Combinators.combine(n, n, n).as(Redir::new),
        Combinators.combine(longs, longs).as(Counter::new),
        Combinators.combine(n, n, n).as(Fib::new),
        Combinators.combine(n.filter(type -> type != Reject.NFT_REJECT_TCP_RST), octets)
            .as(Reject::new),
        names().map(name -> new Foreign("x" + name, Fields.NONE.with(1, name).withByte(2, 7))));
  }
}
