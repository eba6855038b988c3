package dev.minidocker.labkit;

import dev.minidocker.linux.Program;
import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MessageFlag;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.route.QueueMessage;
import dev.minidocker.linux.netlink.route.RoutePayload;
import dev.minidocker.linux.netlink.route.TokenBucket;
import java.util.List;
import java.util.Set;

/** Limits the loopback of a new network namespace, to see whether this kernel can. */
final class TrialBucket {
  private static final int LOOPBACK = 1; // the first link of every namespace

  private TrialBucket() {}

  static Program program() {
    TokenBucket bucket = new TokenBucket(1 << 20, 1 << 17, 1 << 17); // more than a packet
    Attributes attributes =
        Attributes.NONE
            .with(QueueMessage.TCA_KIND, TokenBucket.KIND)
            .with(QueueMessage.TCA_OPTIONS, bucket.attributes());
    Request request =
        new Request(
            RoutePayload.RTM_NEWQDISC,
            Set.of(MessageFlag.NLM_F_CREATE, MessageFlag.NLM_F_REPLACE),
            new QueueMessage(0, LOOPBACK, 0, QueueMessage.TC_H_ROOT, 0, attributes).encode(),
            "RTM_NEWQDISC(tbf on the loopback)");
    return Program.of(NetlinkProgram.open("trial", NetlinkSocket.NETLINK_ROUTE))
        .then(NetlinkProgram.executeAndClose("trial", List.of(request)));
  }
}
