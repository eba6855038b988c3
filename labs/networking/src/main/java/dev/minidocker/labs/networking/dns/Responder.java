package dev.minidocker.labs.networking.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * What a query is answered with, as bytes; empty for what is no query: answering answers would
 * never end.
 */
public final class Responder {
  private static final int LARGEST = 65535;
  private static final int PLAIN_DATAGRAM = 512; // RFC 1035, 4.2.1
  private static final int HEADER_BYTES = 12;
  private static final int QR = 0x80;
  private static final int MOST_ASKING = 32; // others who are silent keep nobody from what is known
  private static final Duration PATIENCE = Duration.ofSeconds(4); // libc's own is five

  private final NameResolution resolution;
  private final Upstream upstream;
  private final NameTable table;
  private final Semaphore asking = new Semaphore(MOST_ASKING);

  /**
   * @param upstream who is asked for other names; if nobody, these queries fail with SERVFAIL
   */
  public Responder(NameTable table, List<InetSocketAddress> upstream) {
    this.table = table;
    this.resolution = new NameResolution(table, new Random());
    this.upstream = new Upstream(upstream, PATIENCE);
  }

  /** The answer fits into a datagram that the client takes; TC says what did not. */
  public Optional<byte[]> byUdp(byte[] query) {
    return answer(query, Responder::room, upstream::askByUdp);
  }

  public Optional<byte[]> byTcp(byte[] query) {
    return answer(query, message -> LARGEST, upstream::askByTcp);
  }

  /** The same for one query too many, for which nobody else is asked: SERVFAIL if it is unknown. */
  Optional<byte[]> byUdpAlone(byte[] query) {
    return answer(query, Responder::room, unknown -> Optional.empty());
  }

  private Optional<byte[]> answer(
      byte[] bytes, Function<Message, Integer> room, Function<byte[], Optional<byte[]>> askOthers) {
    Message query;
    try {
      query = new Message(bytes);
    } catch (IOException e) {
      return unanswered(bytes, Rcode.FORMERR);
    }
    if (query.getHeader().getFlag(Flags.QR)) {
      return Optional.empty();
    }
    Optional<Message> known = resolution.answer(query);
    if (known.isPresent()) {
      return known.map(message -> message.toWire(room.apply(query)));
    } else if (!table.othersAreAsked()) {
      return unanswered(bytes, Rcode.REFUSED);
    }
    return ask(bytes, askOthers).or(() -> unanswered(bytes, Rcode.SERVFAIL));
  }

  private Optional<byte[]> ask(byte[] query, Function<byte[], Optional<byte[]>> others) {
    if (!asking.tryAcquire()) {
      return Optional.empty();
    }
    try {
      return others.apply(query);
    } finally {
      asking.release();
    }
  }

  /** RFC 6891: who can take more than 512 bytes says so. */
  private static int room(Message query) {
    return query.getOPT() == null
        ? PLAIN_DATAGRAM
        : Math.max(PLAIN_DATAGRAM, query.getOPT().getPayloadSize());
  }

  /** Only the header, with a code, if there is enough to name the query by. */
  private static Optional<byte[]> unanswered(byte[] query, int code) {
    if (query.length < HEADER_BYTES || (query[2] & QR) != 0) {
      return Optional.empty();
    }
    Message message = new Message(((query[0] & 0xff) << 8) | (query[1] & 0xff));
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setFlag(Flags.RA);
    message.getHeader().setRcode(code);
    return Optional.of(message.toWire());
  }
}
