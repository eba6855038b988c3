package dev.minidocker.labs.networking.nftables;

import dev.minidocker.labs.networking.nftables.expression.Reject;
import java.util.ArrayList;
import java.util.List;

/** Numbers of what is done with a packet, in the words of nft(8). */
final class ActionText {
  /** {@code NF_NAT_RANGE_…} of {@code linux/netfilter/nf_nat.h}, from the third bit on. */
  private static final List<String> TRANSLATION_FLAGS =
      List.of("random", "persistent", "fully-random");

  private static final int FIRST_FLAG = 2;

  private static final List<String> ICMPX =
      List.of("no-route", "port-unreachable", "host-unreachable", "admin-prohibited");

  private ActionText() {}

  static String translationFlags(int flags) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < TRANSLATION_FLAGS.size(); i++) {
      if ((flags & 1 << (FIRST_FLAG + i)) != 0) {
        names.add(TRANSLATION_FLAGS.get(i));
      }
    }
    return names.isEmpty() ? "" : " " + String.join(",", names);
  }

  static String of(Reject reject) {
    if (reject.type() == Reject.NFT_REJECT_TCP_RST) {
      return "reject with tcp reset";
    } else if (reject.type() != Reject.NFT_REJECT_ICMPX_UNREACH) {
      return "reject with icmp " + reject.code();
    }
    return reject.code() == Reject.NFT_REJECT_ICMPX_PORT_UNREACH
        ? "reject"
        : "reject with icmpx "
            + (reject.code() < ICMPX.size() ? ICMPX.get(reject.code()) : reject.code());
  }
}
