package dev.minidocker.labkit;

import dev.minidocker.linux.Program;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.route.TokenBucket;
import java.util.List;

/** Limits the loopback of a new network namespace, to see whether this kernel can. */
final class TrialBucket {
  private static final int LOOPBACK = 1; // the first link of every namespace

  private TrialBucket() {}

  static Program program() {
    TokenBucket bucket = new TokenBucket(1 << 20, 1 << 17, 1 << 17); // more than a packet
    return Program.of(NetlinkProgram.open("trial", NetlinkSocket.NETLINK_ROUTE))
        .then(NetlinkProgram.executeAndClose("trial", List.of(bucket.at(LOOPBACK))));
  }
}
