package dev.minidocker.labs.networking.nftables.expression;

import dev.minidocker.linux.netlink.MalformedMessageException;

/**
 * {@code enum nft_registers}: 16 pieces of 4 bytes, of which every fourth has an older number too,
 * from when there were four pieces of 16 bytes.
 */
public final class Registers {
  /** The first: {@code NFT_REG_1}. */
  public static final int FIRST = 1;

  private static final int OLD = 4;
  private static final int NFT_REG32_00 = 8;
  private static final int COUNT = 16;

  private Registers() {}

  /**
   * The register that begins so many pieces behind the first; the older number where it has one.
   */
  public static int ofPiece(int piece) {
    return piece % OLD == 0 ? FIRST + piece / OLD : NFT_REG32_00 + piece;
  }

  /** The register behind one that holds so many bytes. */
  public static int behind(int register, int bytes) {
    return ofPiece(piece(register) + (bytes + 3) / 4);
  }

  /**
   * How many pieces behind the first it begins.
   *
   * @throws MalformedMessageException if it is none
   */
  public static int piece(int register) {
    if (register >= FIRST && register <= OLD) {
      return OLD * (register - FIRST);
    } else if (register >= NFT_REG32_00 && register < NFT_REG32_00 + COUNT) {
      return register - NFT_REG32_00;
    }
    throw new MalformedMessageException("no register: " + register);
  }
}
