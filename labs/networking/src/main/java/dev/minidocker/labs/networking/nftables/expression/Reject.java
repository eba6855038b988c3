package dev.minidocker.labs.networking.nftables.expression;

import java.util.Optional;

/**
 * Drops the packet and tells its sender.
 *
 * @param type {@code NFT_REJECT_…}
 * @param code of the ICMP message
 */
public record Reject(int type, int code) implements Expression {
  public static final int NFT_REJECT_TCP_RST = 1;
  public static final int NFT_REJECT_ICMPX_UNREACH = 2;
  public static final int NFT_REJECT_ICMPX_PORT_UNREACH = 1;

  static final String NAME = "reject";
  private static final int NFTA_REJECT_TYPE = 1;
  private static final int NFTA_REJECT_ICMP_CODE = 2;

  static Optional<Reject> decode(Fields data) {
    return data.consistOf(NFTA_REJECT_TYPE, NFTA_REJECT_ICMP_CODE) && data.has(NFTA_REJECT_TYPE)
        ? Optional.of(
            new Reject(
                data.number(NFTA_REJECT_TYPE),
                data.has(NFTA_REJECT_ICMP_CODE) ? data.byteNumber(NFTA_REJECT_ICMP_CODE) : 0))
        : Optional.empty();
  }

  @Override
  public String name() {
    return NAME;
  }

  /** A reset of TCP has no code. */
  @Override
  public Fields data() {
    Fields fields = Fields.NONE.with(NFTA_REJECT_TYPE, type);
    return type == NFT_REJECT_TCP_RST ? fields : fields.withByte(NFTA_REJECT_ICMP_CODE, code);
  }
}
