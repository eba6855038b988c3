package dev.minidocker.labs.networking.nftables.expression;

import java.util.Optional;

/**
 * Loads something about the packet's connection.
 *
 * @param key what, {@code NFT_CT_…}
 * @param dreg the register
 */
public record Ct(int key, int dreg) implements Expression {
  public static final int NFT_CT_STATE = 0;
  public static final int NFT_CT_STATUS = 2;

  static final String NAME = "ct";
  private static final int NFTA_CT_KEY = 2;
  private static final int NFTA_CT_DREG = 1;

  static Optional<Ct> decode(Fields data) {
    if (!data.areExactly(NFTA_CT_KEY, NFTA_CT_DREG)) {
      return Optional.empty();
    }
    return Optional.of(new Ct(data.number(NFTA_CT_KEY), data.number(NFTA_CT_DREG)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Fields data() {
    return Fields.NONE.with(NFTA_CT_KEY, key).with(NFTA_CT_DREG, dreg);
  }
}
