package dev.minidocker.engine.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
    HardwareAddress hardware = HardwareAddress.parse("02:42:0a:07:00:01");
    List<IpPrefix> addresses = List.of(IpPrefix.parse("10.7.0.2/24"));
    String text =
        new Peer(
                IpPrefix.address("10.9.0.1"),
                new ContainerEndpoint(
                    "far", "eth0", addresses, Optional.of(hardware), List.of("web")))
            .encode();
    int at = Math.floorMod(place, text.length());
    String rest = shortened ? "" : (char) other + text.substring(at + 1);
    try {
      Peer read = Peer.decode(text.substring(0, at) + rest, "/a/key");
      assertTrue(read.endpoint().hardware().isPresent());
    } catch (NetworkException e) {
      assertTrue(e.getMessage().contains("/a/key"), e::getMessage);
    }
  }
}
