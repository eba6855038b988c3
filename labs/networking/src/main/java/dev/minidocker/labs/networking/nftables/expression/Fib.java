package dev.minidocker.labs.networking.nftables.expression;

import java.util.Optional;

/**
 * Asks the routing tables about the packet.
 *
 * @param flags about which of its addresses, {@code NFTA_FIB_F_…}
 * @param result what is asked, {@code NFT_FIB_RESULT_…}
 * @param dreg the register for the answer
 */
public record Fib(int flags, int result, int dreg) implements Expression {
  public static final int NFTA_FIB_F_DADDR = 2;
  public static final int NFT_FIB_RESULT_ADDRTYPE = 3;

  static final String NAME = "fib";
  private static final int NFTA_FIB_FLAGS = 3;
  private static final int NFTA_FIB_RESULT = 2;
  private static final int NFTA_FIB_DREG = 1;

  static Optional<Fib> decode(Fields data) {
    if (!data.areExactly(NFTA_FIB_FLAGS, NFTA_FIB_RESULT, NFTA_FIB_DREG)) {
      return Optional.empty();
    }
    return Optional.of(
        new Fib(
            data.number(NFTA_FIB_FLAGS), data.number(NFTA_FIB_RESULT), data.number(NFTA_FIB_DREG)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Fields data() {
    return Fields.NONE
        .with(NFTA_FIB_FLAGS, flags)
        .with(NFTA_FIB_RESULT, result)
        .with(NFTA_FIB_DREG, dreg);
  }
}
