package dev.minidocker.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.linux.netlink.route.AddressMessage;
import dev.minidocker.linux.netlink.route.LinkMessage;
import dev.minidocker.linux.netlink.route.NeighbourMessage;
import dev.minidocker.linux.netlink.route.RouteMessage;
import dev.minidocker.linux.netlink.route.RoutePayload;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What the kernel says of this machine's network, whole and damaged. */
class MalformedMessagesIT {
  private static final int TRIES = 50_000 * Integer.getInteger("thorough", 1);
  private static final int DEEPEST = 2;

  private final List<byte[]> messages = realMessages();

  @Test
  void whatTheKernelSaysIsDecodedAndEncodedToTheSameBytes() {
    for (byte[] bytes : messages) {
      List<NetlinkMessage> decoded = NetlinkMessage.decodeAll(ByteBuffer.wrap(bytes));
      assertEquals(ByteBuffer.wrap(bytes), NetlinkMessage.encodeAll(decoded));
      for (NetlinkMessage message : decoded) {
        if (message.type() >= 16) {
          RoutePayload payload = RoutePayload.decode(message.type(), message.payload());
          assertEquals(message.payload(), payload.encode());
        }
      }
    }
    assertTrue(messages.size() > 5, "the kernel said little");
  }

  @Test
  void everyDamagedMessageIsDecodedOrRefused() {
    long seed = System.nanoTime();
    Mutation mutation = new Mutation(new Random(seed));
    List<byte[]> single = oneByOne();
    int refused = 0;
    for (int i = 0; i < TRIES; i++) {
      ByteBuffer bytes = mutation.of(single);
      try {
        long start = System.nanoTime();
        refused += decodeAll(bytes) ? 0 : 1;
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(2).toNanos(), "it took long");
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        Assertions.fail("seed " + seed + ": " + HexFormat.of().formatHex(bytes.array()), e);
      }
    }
    assertTrue(refused > TRIES / 10 && refused < TRIES, "refused " + refused + " of " + TRIES);
  }

  private List<byte[]> oneByOne() {
    return messages.stream()
        .flatMap(bytes -> NetlinkMessage.decodeAll(ByteBuffer.wrap(bytes)).stream())
        .map(message -> Wire.bytes(message.encode()))
        .toList();
  }

  /** Everything that can be asked of the bytes; false if something was refused. */
  private static boolean decodeAll(ByteBuffer bytes) {
    boolean fine = true;
    try {
      for (NetlinkMessage message : NetlinkMessage.decodeAll(bytes)) {
        fine &= isFine(() -> walk(payload(message), DEEPEST));
        fine &= isFine(() -> walk(Acknowledgement.decode(message).extended(), DEEPEST));
        fine &= isFine(() -> Acknowledgement.decode(message).text());
        fine &= isFine(() -> Acknowledgement.decode(message).offset());
        fine &= isFine(() -> walk(Done.decode(message).extended(), DEEPEST));
      }
      return fine;
    } catch (MalformedMessageException e) {
      return false;
    }
  }

  private static Attributes payload(NetlinkMessage message) {
    return RoutePayload.decode(message.type(), message.payload()).attributes();
  }

  private static void walk(Attributes attributes, int depth) {
    for (Attribute attribute : attributes.all()) {
      attribute.text();
      isFine(attribute::number);
      isFine(attribute::index);
      isFine(attribute::address);
      if (depth > 0) {
        isFine(() -> walk(attribute.nested(), depth - 1));
      }
    }
  }

  private static boolean isFine(Runnable question) {
    try {
      question.run();
      return true;
    } catch (MalformedMessageException e) {
      return false;
    }
  }

  /** Dumps of all kinds and two refusals, datagram by datagram. */
  private static List<byte[]> realMessages() {
    List<byte[]> datagrams = new ArrayList<>();
    Attributes none = Attributes.NONE;
    try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE)) {
      for (Request request :
          List.of(
              request(RoutePayload.RTM_GETLINK, new LinkMessage(0, 0, 0, 0, 0, none)),
              request(RoutePayload.RTM_GETADDR, new AddressMessage(0, 0, 0, 0, 0, none)),
              request(RoutePayload.RTM_GETROUTE, new RouteMessage(0, 0, 0, 0, 0, 0, 0, 0, 0, none)),
              request(RoutePayload.RTM_GETNEIGH, new NeighbourMessage(0, 0, 0, 0, 0, none)))) {
        socket.send(request.message(MessageFlag.NLM_F_DUMP, 1, 0).encode());
        datagrams.addAll(untilDone(socket));
        socket.send(request.message(MessageFlag.NLM_F_ACK, 2, 0).encode());
        datagrams.addAll(untilDone(socket));
      }
    }
    return datagrams;
  }

  private static Request request(int type, RoutePayload payload) {
    return new Request(type, Set.of(), payload.encode(), "");
  }

  private static List<byte[]> untilDone(NetlinkSocket socket) {
    List<byte[]> datagrams = new ArrayList<>();
    boolean done = false;
    while (!done) {
      ByteBuffer content = socket.receive().content();
      datagrams.add(Wire.bytes(content));
      done =
          NetlinkMessage.decodeAll(content).stream()
              .anyMatch(
                  message ->
                      message.type() == NetlinkMessage.NLMSG_DONE
                          || message.type() == NetlinkMessage.NLMSG_ERROR);
    }
    return datagrams;
  }
}
