package dev.minidocker.labs.networking.nftables.expression;

import java.util.Optional;

/**
 * Loads something about the packet that is not in it.
 *
 * @param key what, {@code NFT_META_…}
 * @param dreg the register
 */
public record Meta(int key, int dreg) implements Expression {
  public static final int NFT_META_MARK = 3;
  public static final int NFT_META_IIFNAME = 6;
  public static final int NFT_META_OIFNAME = 7;
  public static final int NFT_META_NFPROTO = 15;
  public static final int NFT_META_L4PROTO = 16;

  static final String NAME = "meta";
  private static final int NFTA_META_KEY = 2;
  private static final int NFTA_META_DREG = 1;

  static Optional<Meta> decode(Fields data) {
    if (!data.areExactly(NFTA_META_KEY, NFTA_META_DREG)) {
      return Optional.empty();
    }
    return Optional.of(new Meta(data.number(NFTA_META_KEY), data.number(NFTA_META_DREG)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Fields data() {
    return Fields.NONE.with(NFTA_META_KEY, key).with(NFTA_META_DREG, dreg);
  }
}
