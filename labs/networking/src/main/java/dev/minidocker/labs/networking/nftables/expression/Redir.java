package dev.minidocker.labs.networking.nftables.expression;

import java.util.Optional;

/**
 * Translates the destination to this host.
 *
 * @param protoMin a register with a port, or 0
 * @param protoMax a register, or 0
 * @param flags {@code NF_NAT_RANGE_…}
 */
public record Redir(int protoMin, int protoMax, int flags) implements Expression {
  static final String NAME = "redir";
  private static final int NFTA_REDIR_REG_PROTO_MIN = 1;
  private static final int NFTA_REDIR_REG_PROTO_MAX = 2;
  private static final int NFTA_REDIR_FLAGS = 3;

  static Optional<Redir> decode(Fields data) {
    if (!data.consistOf(NFTA_REDIR_REG_PROTO_MIN, NFTA_REDIR_REG_PROTO_MAX, NFTA_REDIR_FLAGS)) {
      return Optional.empty();
    }
    return Optional.of(
        new Redir(
            data.number(NFTA_REDIR_REG_PROTO_MIN, 0),
            data.number(NFTA_REDIR_REG_PROTO_MAX, 0),
            data.number(NFTA_REDIR_FLAGS, 0)));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Fields data() {
    return Fields.NONE
        .withUnlessZero(NFTA_REDIR_REG_PROTO_MIN, protoMin)
        .withUnlessZero(NFTA_REDIR_REG_PROTO_MAX, protoMax)
        .withUnlessZero(NFTA_REDIR_FLAGS, flags);
  }
}
