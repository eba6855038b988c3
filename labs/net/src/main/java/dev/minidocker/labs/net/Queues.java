package dev.minidocker.labs.net;

import dev.minidocker.linux.netlink.Attributes;
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
    return bucket.at(link);
  }

  /** Takes away what was put at this link. ENOENT: nothing was. */
  public static Request release(int link) {
    return new Request(
        RoutePayload.RTM_DELQDISC,
        Set.of(),
        new QueueMessage(AF_UNSPEC, link, 0, QueueMessage.TC_H_ROOT, 0, Attributes.NONE).encode(),
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
}
