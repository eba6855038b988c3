package dev.minidocker.labs.networking.conntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.nftables.expression.Fields;
import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MalformedMessageException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What is said of a flow is a flow, or refused in one way. */
class FlowProperties {
  private static final InetAddress HERE = IpPrefix.address("10.1.2.3");
  private static final InetAddress THERE = IpPrefix.address("fd00::1");

  /** As the kernel's header has it: addresses by their version, ports in network byte order. */
  private static Attributes tuple(InetAddress address, byte protocol, short from, short to) {
    int four = address.getAddress().length == 4 ? 0 : 2;
    Attributes ip = Attributes.NONE.with(1 + four, address).with(2 + four, address);
    Attributes ports =
        Attributes.NONE
            .with(1, ByteBuffer.wrap(new byte[] {protocol}))
            .with(2, ByteBuffer.allocate(2).putShort(0, from))
            .with(3, ByteBuffer.allocate(2).putShort(0, to));
    return Attributes.NONE.with(1, ip).with(2, ports);
  }

  @Property
  void itHasTheAddressesAndPortsThatWereSaid(
      @ForAll byte protocol, @ForAll short from, @ForAll short to) {
    Flow flow =
        Flow.decode(
            new Fields(
                Attributes.NONE
                    .with(1, tuple(HERE, protocol, from, to))
                    .with(2, tuple(THERE, protocol, to, from))));
    int number = protocol & 0xff;
    assertEquals(new Tuple(number, HERE, from & 0xffff, HERE, to & 0xffff), flow.asked());
    assertEquals(new Tuple(number, THERE, to & 0xffff, THERE, from & 0xffff), flow.answer());
  }

  /** Cut off anywhere, it has lost something. */
  @Property
  void whatIsDamagedIsRefused(
      @ForAll @Size(max = 40) byte[] noise, @ForAll @IntRange(max = 47) int length) {
    ByteBuffer whole = tuple(HERE, (byte) 17, (short) 1, (short) 2).encode();
    assertEquals(48, whole.remaining());
    for (ByteBuffer damaged : new ByteBuffer[] {whole.limit(length), ByteBuffer.wrap(noise)}) {
      Attributes attributes =
          Attributes.NONE.with(1, tuple(HERE, (byte) 17, (short) 1, (short) 2)).with(2, damaged);
      assertThrows(MalformedMessageException.class, () -> Flow.decode(new Fields(attributes)));
    }
  }
}
