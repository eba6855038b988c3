package dev.minidocker.labs.networking.nftables.expression;

import java.util.Optional;

/**
 * Loads bytes of the packet into a register.
 *
 * @param dreg the register
 * @param base from where it counts, {@code NFT_PAYLOAD_…}
 * @param offset in bytes
 * @param length in bytes
 */
public record Payload(int dreg, int base, int offset, int length) implements Expression {
  public static final int NFT_PAYLOAD_NETWORK_HEADER = 1;
  public static final int NFT_PAYLOAD_TRANSPORT_HEADER = 2;

  static final String NAME = "payload";
  private static final int NFTA_PAYLOAD_DREG = 1;
  private static final int NFTA_PAYLOAD_BASE = 2;
  private static final int NFTA_PAYLOAD_OFFSET = 3;
  private static final int NFTA_PAYLOAD_LEN = 4;

  static Optional<Payload> decode(Fields data) {
    if (!data.areExactly(
        NFTA_PAYLOAD_DREG, NFTA_PAYLOAD_BASE, NFTA_PAYLOAD_OFFSET, NFTA_PAYLOAD_LEN)) {
      return Optional.empty();
    }
    return Optional.of(
        new Payload(
            data.number(NFTA_PAYLOAD_DREG),
            data.number(NFTA_PAYLOAD_BASE),
            data.number(NFTA_PAYLOAD_OFFSET),
            data.number(NFTA_PAYLOAD_LEN)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Fields data() {
    return Fields.NONE
        .with(NFTA_PAYLOAD_DREG, dreg)
        .with(NFTA_PAYLOAD_BASE, base)
        .with(NFTA_PAYLOAD_OFFSET, offset)
        .with(NFTA_PAYLOAD_LEN, length);
  }
}
