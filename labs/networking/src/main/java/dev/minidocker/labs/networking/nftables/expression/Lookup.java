package dev.minidocker.labs.networking.nftables.expression;

import java.util.Optional;

/**
 * Looks a register up in a set, and leaves the rule if it is not there; of a map, loads what is
 * found.
 *
 * @param set its name
 * @param sreg the register, and those behind it
 * @param dreg of a map, the register for what is found; {@link #NO_RESULT} of a set
 * @param flags {@code NFT_LOOKUP_F_INV} leaves the rule if it is there
 */
public record Lookup(String set, int sreg, int dreg, int flags) implements Expression {
  public static final int NFT_LOOKUP_F_INV = 1;

  public static final int NO_RESULT = -1;

  static final String NAME = "lookup";
  private static final int NFTA_LOOKUP_SET = 1;
  private static final int NFTA_LOOKUP_SREG = 2;
  private static final int NFTA_LOOKUP_DREG = 3;
  private static final int NFTA_LOOKUP_FLAGS = 5;

  static Optional<Lookup> decode(Fields data) {
    if (!(data.consistOf(NFTA_LOOKUP_SET, NFTA_LOOKUP_SREG, NFTA_LOOKUP_DREG, NFTA_LOOKUP_FLAGS)
        && data.has(NFTA_LOOKUP_SET)
        && data.has(NFTA_LOOKUP_SREG))) {
      return Optional.empty();
    }
    return Optional.of(
        new Lookup(
            data.text(NFTA_LOOKUP_SET),
            data.number(NFTA_LOOKUP_SREG),
            data.number(NFTA_LOOKUP_DREG, NO_RESULT),
            data.number(NFTA_LOOKUP_FLAGS, 0)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Fields data() {
    Fields key = Fields.NONE.with(NFTA_LOOKUP_SET, set).with(NFTA_LOOKUP_SREG, sreg);
    Fields result = dreg == NO_RESULT ? key : key.with(NFTA_LOOKUP_DREG, dreg);
    return result.withUnlessZero(NFTA_LOOKUP_FLAGS, flags);
  }
}
