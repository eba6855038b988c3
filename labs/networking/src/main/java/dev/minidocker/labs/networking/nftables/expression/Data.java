package dev.minidocker.labs.networking.nftables.expression;

import dev.minidocker.linux.netlink.MalformedMessageException;

/**
 * What a register holds: bytes of a packet, or what is to become of it. Attributes {@code
 * NFTA_DATA_…} of {@code include/uapi/linux/netfilter/nf_tables.h}.
 */
public sealed interface Data permits Value, Verdict {
  int NFTA_DATA_VALUE = 1;
  int NFTA_DATA_VERDICT = 2;

  /** The attributes inside of the one that holds it. */
  Fields encode();

  /**
   * Decodes the attributes.
   *
   * @throws MalformedMessageException if they are neither
   */
  static Data decode(Fields fields) {
    return fields.has(NFTA_DATA_VERDICT)
        ? Verdict.decode(fields.nested(NFTA_DATA_VERDICT))
        : new Value(fields.required(NFTA_DATA_VALUE).value());
  }
}
