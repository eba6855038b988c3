package dev.minidocker.labs.networking.nftables.expression;

import dev.minidocker.linux.netlink.MalformedMessageException;
import java.util.Optional;

/**
 * One instruction of a rule: the kernel runs them in order over a few registers, and leaves the
 * rule where a comparison fails. Names and attributes are those of {@code
 * include/uapi/linux/netfilter/nf_tables.h}.
 *
 * <p>Registers are numbered as there: 0 holds the verdict, 1 to 4 have 16 bytes each; 8 to 23 are
 * the same memory, in pieces of 4 bytes.
 */
public sealed interface Expression
    permits Meta,
        Payload,
        Cmp,
        Bitwise,
        Lookup,
        Immediate,
        Ct,
        Nat,
        Masq,
        Redir,
        Counter,
        Fib,
        Reject,
        Foreign {
  int NFTA_EXPR_NAME = 1;
  int NFTA_EXPR_DATA = 2;

  /** The register of verdicts. */
  int NFT_REG_VERDICT = 0;

  /** As the kernel's modules are called: meta, payload, cmp… */
  String name();

  /** Its attributes. */
  Fields data();

  /** The element of a rule's list. */
  default Fields encode() {
    return Fields.NONE.with(NFTA_EXPR_NAME, name()).with(NFTA_EXPR_DATA, data());
  }

  /**
   * Decodes an element of a rule's list. What it does not know, or knows in another use, is {@link
   * Foreign}.
   *
   * @throws MalformedMessageException if a number or a text is none
   */
  static Expression decode(Fields element) {
    String name = element.text(NFTA_EXPR_NAME);
    Fields data = element.find(NFTA_EXPR_DATA).orElse(Fields.NONE);
    Optional<? extends Expression> known = known(name, data);
    return known.isPresent() ? known.get() : new Foreign(name, data);
  }

  private static Optional<? extends Expression> known(String name, Fields data) {
    return switch (name) {
      case Meta.NAME -> Meta.decode(data);
      case Payload.NAME -> Payload.decode(data);
      case Cmp.NAME -> Cmp.decode(data);
      case Bitwise.NAME -> Bitwise.decode(data);
      case Lookup.NAME -> Lookup.decode(data);
      case Immediate.NAME -> Immediate.decode(data);
      case Ct.NAME -> Ct.decode(data);
      case Nat.NAME -> Nat.decode(data);
      case Masq.NAME -> Masq.decode(data);
      case Redir.NAME -> Redir.decode(data);
      case Counter.NAME -> Counter.decode(data);
      case Fib.NAME -> Fib.decode(data);
      case Reject.NAME -> Reject.decode(data);
      default -> Optional.empty();
    };
  }
}
