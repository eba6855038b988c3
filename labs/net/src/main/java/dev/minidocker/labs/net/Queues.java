package dev.minidocker.labs.net;

import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_CREATE;
import static dev.minidocker.linux.netlink.MessageFlag.NLM_F_REPLACE;

import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MessageFlag;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.route.QueueMessage;
import dev.minidocker.linux.netlink.route.RoutePayload;
import dev.minidocker.linux.netlink.route.TokenBucket;
import java.util.Set;

/**
 * Requests about queueing disciplines: which of the packets that wait at a link leaves next, and
 * when; tc(8). All but {@link #list} need CAP_NET_ADMIN. What arrives at a link has waited at the
 * other end: to limit what a container receives, limit the host's end of its veth.
 */
public final class Queues {
  private static final int AF_UNSPEC = 0;

  private Queues() {}

  /**
   * Nothing leaves by this link faster than the bucket fills, whatever was at the link before.
   *
   * <p>ENOENT: this kernel has no {@code tbf}.
   */
  public static Request limit(int link, TokenBucket bucket) {
    Attributes attributes =
        Attributes.NONE
            .with(QueueMessage.TCA_KIND, TokenBucket.KIND)
            .with(QueueMessage.TCA_OPTIONS, bucket.attributes());
    return change(
        RoutePayload.RTM_NEWQDISC,
        Set.of(NLM_F_CREATE, NLM_F_REPLACE),
        link,
        attributes,
        "RTM_NEWQDISC(tbf "
            + bucket.bytesPerSecond()
            + " bytes/s, burst "
            + bucket.burstBytes()
            + ", on index "
            + link
            + ")");
  }

  /** Takes away what was put at this link. ENOENT: nothing was. */
  public static Request release(int link) {
    return change(
        RoutePayload.RTM_DELQDISC,
        Set.of(),
        link,
        Attributes.NONE,
        "RTM_DELQDISC(root of index " + link + ")");
  }

  /** Asks for all. */
  public static Request list() {
    return new Request(
        RoutePayload.RTM_GETQDISC,
        Set.of(),
        new QueueMessage(AF_UNSPEC, 0, 0, 0, 0, Attributes.NONE).encode(),
        "RTM_GETQDISC()");
  }

  private static Request change(
      int type, Set<MessageFlag> flags, int link, Attributes attributes, String text) {
    QueueMessage message =
        new QueueMessage(AF_UNSPEC, link, 0, QueueMessage.TC_H_ROOT, 0, attributes);
    return new Request(type, flags, message.encode(), text);
  }
}
