package dev.minidocker.labs.networking.nftables.expression;

import java.util.Optional;

/**
 * Translates the connection that the packet begins.
 *
 * @param type {@link #NFT_NAT_SNAT} or {@link #NFT_NAT_DNAT}
 * @param family {@code NFPROTO_IPV4} or {@code NFPROTO_IPV6}
 * @param addressMin a register, or 0
 * @param addressMax a register, or 0
 * @param protoMin a register with a port, or 0
 * @param protoMax a register, or 0
 * @param flags {@code NF_NAT_RANGE_…}, of which the kernel sets some itself
 */
public record Nat(
    int type, int family, int addressMin, int addressMax, int protoMin, int protoMax, int flags)
    implements Expression {
  public static final int NFT_NAT_SNAT = 0;
  public static final int NFT_NAT_DNAT = 1;
  public static final int NFPROTO_IPV4 = 2;
  public static final int NFPROTO_IPV6 = 10;

  static final String NAME = "nat";
  private static final int NFTA_NAT_TYPE = 1;
  private static final int NFTA_NAT_FAMILY = 2;
  private static final int NFTA_NAT_REG_ADDR_MIN = 3;
  private static final int NFTA_NAT_REG_ADDR_MAX = 4;
  private static final int NFTA_NAT_REG_PROTO_MIN = 5;
  private static final int NFTA_NAT_REG_PROTO_MAX = 6;
  private static final int NFTA_NAT_FLAGS = 7;

  static Optional<Nat> decode(Fields data) {
    if (!(data.consistOf(
            NFTA_NAT_TYPE,
            NFTA_NAT_FAMILY,
            NFTA_NAT_REG_ADDR_MIN,
            NFTA_NAT_REG_ADDR_MAX,
            NFTA_NAT_REG_PROTO_MIN,
            NFTA_NAT_REG_PROTO_MAX,
            NFTA_NAT_FLAGS)
        && data.has(NFTA_NAT_TYPE)
        && data.has(NFTA_NAT_FAMILY))) {
      return Optional.empty();
    }
    return Optional.of(
        new Nat(
            data.number(NFTA_NAT_TYPE),
            data.number(NFTA_NAT_FAMILY),
            data.number(NFTA_NAT_REG_ADDR_MIN, 0),
            data.number(NFTA_NAT_REG_ADDR_MAX, 0),
            data.number(NFTA_NAT_REG_PROTO_MIN, 0),
            data.number(NFTA_NAT_REG_PROTO_MAX, 0),
            data.number(NFTA_NAT_FLAGS, 0)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Fields data() {
    return Fields.NONE
        .with(NFTA_NAT_TYPE, type)
        .with(NFTA_NAT_FAMILY, family)
        .withUnlessZero(NFTA_NAT_REG_ADDR_MIN, addressMin)
        .withUnlessZero(NFTA_NAT_REG_ADDR_MAX, addressMax)
        .withUnlessZero(NFTA_NAT_REG_PROTO_MIN, protoMin)
        .withUnlessZero(NFTA_NAT_REG_PROTO_MAX, protoMax)
        .withUnlessZero(NFTA_NAT_FLAGS, flags);
  }
}
