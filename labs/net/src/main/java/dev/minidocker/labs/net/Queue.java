package dev.minidocker.labs.net;

import dev.minidocker.linux.netlink.Attribute;
import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MalformedMessageException;
import dev.minidocker.linux.netlink.NetlinkMessage;
import dev.minidocker.linux.netlink.route.QueueMessage;
import dev.minidocker.linux.netlink.route.TokenBucket;
import java.util.Optional;

/**
 * A queueing discipline as the kernel lists it.
 *
 * @param link the index of the link that it is at
 * @param kind its name: {@code noqueue}, {@code pfifo}, {@code tbf}…
 * @param bucket if it is a {@code tbf}
 */
public record Queue(int link, String kind, Optional<TokenBucket> bucket) {

  /**
   * Reads an RTM_NEWQDISC.
   *
   * @throws MalformedMessageException if it is none
   */
  static Queue from(NetlinkMessage message) {
    QueueMessage queue = QueueMessage.decode(message.payload());
    Attributes attributes = queue.attributes();
    String kind =
        attributes
            .find(QueueMessage.TCA_KIND)
            .map(Attribute::text)
            .orElseThrow(() -> new MalformedMessageException("a queue of no kind"));
    Optional<TokenBucket> bucket =
        kind.equals(TokenBucket.KIND)
            ? attributes
                .find(QueueMessage.TCA_OPTIONS)
                .map(Attribute::nested)
                .map(TokenBucket::decode)
            : Optional.empty();
    return new Queue(queue.index(), kind, bucket);
  }
}
