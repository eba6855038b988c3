package dev.minidocker.labs.networking.nftables.expression;

import java.util.Optional;

/**
 * Keeps some bits of a register and flips some: {@code dreg = (sreg & mask) ^ xor}.
 *
 * @param sreg the register
 * @param dreg the register for the result
 * @param length in bytes
 * @param mask the bits that are kept
 * @param xor the bits that are flipped
 */
public record Bitwise(int sreg, int dreg, int length, Value mask, Value xor) implements Expression {
  static final String NAME = "bitwise";
  private static final int NFTA_BITWISE_SREG = 1;
  private static final int NFTA_BITWISE_DREG = 2;
  private static final int NFTA_BITWISE_LEN = 3;
  private static final int NFTA_BITWISE_MASK = 4;
  private static final int NFTA_BITWISE_XOR = 5;
  private static final int NFTA_BITWISE_OP = 6;
  private static final int NFT_BITWISE_MASK_XOR = 0;

  static Optional<Bitwise> decode(Fields data) {
    boolean masks =
        data.consistOf(
                NFTA_BITWISE_SREG,
                NFTA_BITWISE_DREG,
                NFTA_BITWISE_LEN,
                NFTA_BITWISE_MASK,
                NFTA_BITWISE_XOR,
                NFTA_BITWISE_OP)
            && data.number(NFTA_BITWISE_OP, NFT_BITWISE_MASK_XOR) == NFT_BITWISE_MASK_XOR
            && data.has(NFTA_BITWISE_MASK)
            && data.has(NFTA_BITWISE_XOR);
    return masks
        ? Optional.of(
            new Bitwise(
                data.number(NFTA_BITWISE_SREG),
                data.number(NFTA_BITWISE_DREG),
                data.number(NFTA_BITWISE_LEN),
                Value.decode(data.nested(NFTA_BITWISE_MASK)),
                Value.decode(data.nested(NFTA_BITWISE_XOR))))
        : Optional.empty();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Fields data() {
    return Fields.NONE
        .with(NFTA_BITWISE_SREG, sreg)
        .with(NFTA_BITWISE_DREG, dreg)
        .with(NFTA_BITWISE_LEN, length)
        .with(NFTA_BITWISE_MASK, mask.encode())
        .with(NFTA_BITWISE_XOR, xor.encode());
  }
}
