package dev.minidocker.linux.netlink;

import dev.minidocker.linux.Flag;

/**
 * {@code NLM_F_…} of {@code include/uapi/linux/netlink.h}. Some bits mean one thing in a request to
 * get, another in one to make, and a third in an answer.
 */
public enum MessageFlag implements Flag {
  NLM_F_REQUEST(1),
  NLM_F_MULTI(2),
  NLM_F_ACK(4),
  /** In a dump: what was dumped changed meanwhile. */
  NLM_F_DUMP_INTR(0x10),
  /** All of them; NLM_F_ROOT and NLM_F_MATCH together. */
  NLM_F_DUMP(0x300),
  NLM_F_REPLACE(0x100),
  NLM_F_EXCL(0x200),
  NLM_F_CREATE(0x400),
  NLM_F_APPEND(0x800),
  /** In an acknowledgement: of the request, only the header is in it. */
  NLM_F_CAPPED(0x100),
  /** In an acknowledgement: attributes follow. */
  NLM_F_ACK_TLVS(0x200);

  private final int bits;

  MessageFlag(int bits) {
    this.bits = bits;
  }

  @Override
  public long bits() {
    return bits;
  }

  /** Whether this flag is among the bits of a header. */
  public boolean isIn(int flags) {
    return (flags & bits) == bits;
  }
}
