package dev.minidocker.labs.networking.nftables.expression;

/**
 * What is to become of a packet; {@code enum nft_verdicts} of {@code
 * include/uapi/linux/netfilter/nf_tables.h}.
 *
 * @param code NF_DROP, NF_ACCEPT of {@code linux/netfilter.h}, or one of the negative ones
 * @param chain where to go, or ""
 */
public record Verdict(int code, String chain) implements Data {
  public static final Verdict DROP = new Verdict(0, "");
  public static final Verdict ACCEPT = new Verdict(1, "");

  /** Back to the rule behind the jump; in a base chain, its policy. */
  public static final Verdict RETURN = new Verdict(-5, "");

  private static final int NFT_CONTINUE = -1;
  private static final int NFT_BREAK = -2;
  private static final int NFT_JUMP = -3;
  private static final int NFT_GOTO = -4;
  private static final int NFTA_VERDICT_CODE = 1;
  private static final int NFTA_VERDICT_CHAIN = 2;

  /** To a chain, and back where it comes to no verdict. */
  public static Verdict jump(String chain) {
    return new Verdict(NFT_JUMP, chain);
  }

  /** To a chain, with no way back. */
  public static Verdict goTo(String chain) {
    return new Verdict(NFT_GOTO, chain);
  }

  /** Decodes attributes {@code NFTA_VERDICT_…}. */
  static Verdict decode(Fields fields) {
    return new Verdict(
        fields.number(NFTA_VERDICT_CODE),
        fields.has(NFTA_VERDICT_CHAIN) ? fields.text(NFTA_VERDICT_CHAIN) : "");
  }

  @Override
  public Fields encode() {
    Fields fields = Fields.NONE.with(NFTA_VERDICT_CODE, code);
    return Fields.NONE.with(
        NFTA_DATA_VERDICT, chain.isEmpty() ? fields : fields.with(NFTA_VERDICT_CHAIN, chain));
  }

  @Override
  public String toString() {
    return switch (code) {
      case 0 -> "drop";
      case 1 -> "accept";
      case NFT_CONTINUE -> "continue";
      case NFT_BREAK -> "break";
      case NFT_JUMP -> "jump " + chain;
      case NFT_GOTO -> "goto " + chain;
      case -5 -> "return";
      default -> "verdict " + code;
    };
  }
}
