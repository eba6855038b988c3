package dev.minidocker.labs.networking.nftables.expression;

import java.util.Optional;

/**
 * Compares a register, and leaves the rule if the comparison fails.
 *
 * @param sreg the register
 * @param op how, {@code NFT_CMP_…}
 * @param value with what
 */
public record Cmp(int sreg, int op, Value value) implements Expression {
  public static final int NFT_CMP_EQ = 0;
  public static final int NFT_CMP_NEQ = 1;
  public static final int NFT_CMP_LTE = 3;
  public static final int NFT_CMP_GTE = 5;

  static final String NAME = "cmp";
  private static final int NFTA_CMP_SREG = 1;
  private static final int NFTA_CMP_OP = 2;
  private static final int NFTA_CMP_DATA = 3;

  static Optional<Cmp> decode(Fields data) {
    if (!data.areExactly(NFTA_CMP_SREG, NFTA_CMP_OP, NFTA_CMP_DATA)) {
      return Optional.empty();
    }
    return Optional.of(
        new Cmp(
            data.number(NFTA_CMP_SREG),
            data.number(NFTA_CMP_OP),
            Value.decode(data.nested(NFTA_CMP_DATA))));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Fields data() {
    return Fields.NONE
        .with(NFTA_CMP_SREG, sreg)
        .with(NFTA_CMP_OP, op)
        .with(NFTA_CMP_DATA, value.encode());
  }
}
