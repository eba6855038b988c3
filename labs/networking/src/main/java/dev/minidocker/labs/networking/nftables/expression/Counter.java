package dev.minidocker.labs.networking.nftables.expression;

import java.util.Optional;

/**
 * Counts what comes by.
 *
 * @param bytes so far
 * @param packets so far
 */
public record Counter(long bytes, long packets) implements Expression {
  static final String NAME = "counter";
  private static final int NFTA_COUNTER_BYTES = 1;
  private static final int NFTA_COUNTER_PACKETS = 2;

  static Optional<Counter> decode(Fields data) {
    if (!data.areExactly(NFTA_COUNTER_BYTES, NFTA_COUNTER_PACKETS)) {
      return Optional.empty();
    }
    return Optional.of(
        new Counter(data.longNumber(NFTA_COUNTER_BYTES), data.longNumber(NFTA_COUNTER_PACKETS)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Fields data() {
    return Fields.NONE.withLong(NFTA_COUNTER_BYTES, bytes).withLong(NFTA_COUNTER_PACKETS, packets);
  }
}
