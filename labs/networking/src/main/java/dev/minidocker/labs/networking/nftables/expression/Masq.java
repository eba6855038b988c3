package dev.minidocker.labs.networking.nftables.expression;

import java.util.Optional;

/**
 * Translates the source to the address of the link by which the packet leaves.
 *
 * @param flags {@code NF_NAT_RANGE_…}
 * @param protoMin a register with a port, or 0
 * @param protoMax a register, or 0
 */
public record Masq(int flags, int protoMin, int protoMax) implements Expression {
  static final String NAME = "masq";
  private static final int NFTA_MASQ_FLAGS = 1;
  private static final int NFTA_MASQ_REG_PROTO_MIN = 2;
  private static final int NFTA_MASQ_REG_PROTO_MAX = 3;

  static Optional<Masq> decode(Fields data) {
    if (!data.consistOf(NFTA_MASQ_FLAGS, NFTA_MASQ_REG_PROTO_MIN, NFTA_MASQ_REG_PROTO_MAX)) {
      return Optional.empty();
    }
    return Optional.of(
        new Masq(
            data.number(NFTA_MASQ_FLAGS, 0),
            data.number(NFTA_MASQ_REG_PROTO_MIN, 0),
            data.number(NFTA_MASQ_REG_PROTO_MAX, 0)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Fields data() {
    return Fields.NONE
        .withUnlessZero(NFTA_MASQ_FLAGS, flags)
        .withUnlessZero(NFTA_MASQ_REG_PROTO_MIN, protoMin)
        .withUnlessZero(NFTA_MASQ_REG_PROTO_MAX, protoMax);
  }
}
