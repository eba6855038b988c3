package dev.minidocker.labs.networking.nftables.expression;

import java.util.Optional;

/**
 * Loads a value, or comes to a verdict.
 *
 * @param dreg the register
 * @param what the value or the verdict
 */
public record Immediate(int dreg, Data what) implements Expression {
  static final String NAME = "immediate";
  private static final int NFTA_IMMEDIATE_DREG = 1;
  private static final int NFTA_IMMEDIATE_DATA = 2;

  static Optional<Immediate> decode(Fields data) {
    if (!data.areExactly(NFTA_IMMEDIATE_DREG, NFTA_IMMEDIATE_DATA)) {
      return Optional.empty();
    }
    return Optional.of(
        new Immediate(
            data.number(NFTA_IMMEDIATE_DREG), Data.decode(data.nested(NFTA_IMMEDIATE_DATA))));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Fields data() {
    return Fields.NONE.with(NFTA_IMMEDIATE_DREG, dreg).with(NFTA_IMMEDIATE_DATA, what.encode());
  }
}
