package dev.minidocker.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.minidocker.labs.net.HardwareAddress;
import dev.minidocker.labs.net.IpPrefix;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PeerProperties {

  @Property
  void whatIsWrittenIsRead(
      @ForAll @IntRange(max = 255) int last, @ForAll @Size(max = 3) List<String> names) {
    Peer peer =
        new Peer(
            IpPrefix.address("10.9.0." + last),
            new ContainerEndpoint(
                "far",
                "eth0",
                List.of(IpPrefix.parse("10.7.0." + last + "/24"), IpPrefix.parse("fd07::1/64")),
                Optional.of(HardwareAddress.parse("02:42:0a:07:00:01")),
                names));
    assertEquals(peer, Peer.decode(peer.encode(), "key"));
  }

  /** Anybody may write into etcd who reaches it. */
  @Property
  void whatIsNoneIsToldByItsKey(
      @ForAll boolean shortened, @ForAll @ByteRange(min = 32) byte other, @ForAll int place) {
    String text =
        new Peer(
                IpPrefix.address("10.9.0.1"),
                new ContainerEndpoint("far", "eth0", List.of(), Optional.empty(), List.of()))
            .encode();
    int at = Math.floorMod(place, text.length());
    String damaged =
        shortened
            ? text.substring(0, at)
            : text.substring(0, at) + (char) other + text.substring(at + 1);
    NetworkException refused =
        assertThrows(NetworkException.class, () -> Peer.decode(damaged, "/a/key"));
    assertTrue(refused.getMessage().contains("/a/key"), refused::getMessage);
  }
}
