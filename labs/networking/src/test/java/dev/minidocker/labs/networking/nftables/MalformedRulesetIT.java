package dev.minidocker.labs.networking.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.testing.Requires;
import dev.minidocker.labs.networking.Hosts;
import dev.minidocker.linux.netlink.MalformedMessageException;
import dev.minidocker.linux.netlink.NetlinkMessage;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.netlink.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** What the kernel says of a table, damaged. */
@Requires(Need.NAMESPACES)
class MalformedRulesetIT {
  private static final int TRIES = 1_000 * Integer.getInteger("thorough", 1);

  @Test
  void everyDamagedMessageIsDecodedOrRefused() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<byte[]> messages = realMessages();
    int refused = 0;
    for (int i = 0; i < TRIES; i++) {
      byte[] bytes = damaged(messages.get(random.nextInt(messages.size())).clone(), random);
      try {
        refused += isFine(bytes) ? 0 : 1;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        Assertions.fail("seed " + seed + ": " + HexFormat.of().formatHex(bytes), e);
      }
    }
    assertTrue(refused > TRIES / 20 && refused < TRIES, "refused " + refused + " of " + TRIES);
  }

  @Test
  void allThatTheKernelSaysIsDecoded() {
    List<byte[]> messages = realMessages();
    assertTrue(messages.size() > 20, "the kernel said little");
    messages.forEach(bytes -> assertTrue(isFine(bytes), HexFormat.of().formatHex(bytes)));
  }

  /** A payload behind its type. */
  private static boolean isFine(byte[] bytes) {
    ByteBuffer whole = Wire.view(ByteBuffer.wrap(bytes));
    int type = whole.getInt();
    try {
      NfnetlinkMessage message = NfnetlinkMessage.decode(Wire.view(whole));
      if (type == NfnetlinkMessage.NFT_MSG_NEWTABLE) {
        assertEquals(Table.decode(message), Table.decode(message));
      } else if (type == NfnetlinkMessage.NFT_MSG_NEWCHAIN) {
        assertFalse(Chain.decode(message).toString().isEmpty());
      } else if (type == NfnetlinkMessage.NFT_MSG_NEWRULE) {
        assertNotNull(Rule.decode(message.fields()).toString());
      } else if (type == NfnetlinkMessage.NFT_MSG_NEWSET) {
        NamedSet set = NamedSet.decode(message.fields());
        set.key();
        set.data();
      } else {
        List<Element> elements = Element.decodeAll(message.fields());
        SetText.elements(NatSets.INTERVALS, elements.stream().sorted(Element.IN_ORDER).toList());
        SetText.elements(NatSets.PAIRS, elements);
      }
      return true;
    } catch (MalformedMessageException e) {
      return false;
    }
  }

  /** Two shapes of sets, to write elements of any shape. */
  private static final class NatSets {
    static final NamedSet INTERVALS =
        NamedSet.of("i", DataType.IPV4_ADDR).toVerdicts().ofIntervals();
    static final NamedSet PAIRS =
        NamedSet.of("p", DataType.INET_PROTO, DataType.INET_SERVICE)
            .to(DataType.IPV4_ADDR, DataType.INET_SERVICE);
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    ByteBuffer fields = Wire.view(ByteBuffer.wrap(bytes));
    int body = Integer.BYTES; // the type stays, so that the right decoder is asked
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = body + random.nextInt(bytes.length - body);
      int word = Math.max(body, at & -4);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> fields.putShort(Math.min(word, bytes.length - 2), (short) random.nextInt(40));
        default -> {
          int length = random.nextInt(bytes.length - at + 1);
          int to = body + random.nextInt(bytes.length - body - length + 1);
          System.arraycopy(bytes, at, bytes, to, length);
        }
      }
    }
    return bytes;
  }

  /** Each message of a dump of everything, behind its type. */
  private static List<byte[]> realMessages() {
    List<byte[]> messages = new ArrayList<>();
    try (Hosts hosts = new Hosts(1, 0);
        Nftables here = hosts.nftables(0)) {
      RandomRuleset random = new RandomRuleset(new Random());
      Table table = random.table();
      List<Request> changes = random.changes(table);
      here.commit(changes);
      for (NetlinkMessage message : hosts.heard(0, Nftables::ruleset)) {
        if (message.type() >> 8 == NfnetlinkMessage.NFNL_SUBSYS_NFTABLES
            && message.type() != NfnetlinkMessage.NFT_MSG_GETGEN - 1) {
          ByteBuffer bytes = Wire.allocate(Integer.BYTES + message.payload().remaining());
          messages.add(bytes.putInt(message.type()).put(message.payload()).array());
        }
      }
    }
    return messages;
  }
}
