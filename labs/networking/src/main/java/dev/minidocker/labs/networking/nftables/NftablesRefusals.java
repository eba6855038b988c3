package dev.minidocker.labs.networking.nftables;

import dev.minidocker.linux.Errno;
import dev.minidocker.linux.netlink.Request;

/** Why the kernel refused to change its tables, and what to do. */
final class NftablesRefusals {
  private static final String NOTHING_DONE = " Nothing of the batch has been done.";

  private NftablesRefusals() {}

  /** One or two sentences, or "" where there is nothing to add. */
  static String remedy(Request request, Errno errno) {
    return switch (errno) {
      case EPERM ->
          "To list or change tables takes CAP_NET_ADMIN in the user namespace that owns the network"
              + " namespace. Run as root, or make a user namespace, and in it a network namespace.";
      case ENOENT ->
          "Something that it names is not there: its table, a chain, a set, an element or a handle."
              + " See nft list ruleset."
              + NOTHING_DONE;
      case EEXIST -> "It is there already, and different. See nft list ruleset." + NOTHING_DONE;
      case EBUSY ->
          "Something still refers to it: a rule, or an element of a map. Remove that first, or in"
              + " the same batch."
              + NOTHING_DONE;
      case EOPNOTSUPP ->
          "A chain at this hook or of this type cannot do that, or this kernel lacks the"
              + " expression: masquerade and snat belong to postrouting, dnat to prerouting and"
              + " output, each in a chain of type nat."
              + NOTHING_DONE;
      case ERESTART -> "Somebody changed the tables since they were listed. List them again.";
      case EMSGSIZE -> "It is too much for one batch. Make several of it.";
      case EMLINK -> "The chains jump too deep, or in a circle." + NOTHING_DONE;
      default -> NOTHING_DONE.strip();
    };
  }
}
