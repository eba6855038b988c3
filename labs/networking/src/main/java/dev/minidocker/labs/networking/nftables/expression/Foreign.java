package dev.minidocker.labs.networking.nftables.expression;

import java.util.Optional;

/** An expression that this project does not make, kept as it came. */
public record Foreign(String name, Fields data) implements Expression {

  private static final String XT_TARGET = "target";
  private static final int NFTA_TARGET_NAME = 1; // include/uapi/linux/netfilter/nf_tables_compat.h

  /** The name of the target of iptables, if it is one: iptables-nft has the kernel run its own. */
  public Optional<String> xtTarget() {
    return name.equals(XT_TARGET) && data.has(NFTA_TARGET_NAME)
        ? Optional.of(data.text(NFTA_TARGET_NAME))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "[ " + name + " ]";
  }
}
