package dev.minidocker.labs.net;

import dev.minidocker.linux.netlink.Attribute;
import dev.minidocker.linux.netlink.MalformedMessageException;
import dev.minidocker.linux.netlink.NetlinkMessage;
import dev.minidocker.linux.netlink.Wire;
import dev.minidocker.linux.netlink.route.NeighbourMessage;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A neighbour as the kernel lists it.
 *
 * @param link the index of the link that it is on
 * @param hardware unknown while it has not answered
 * @param state bits {@code NUD_…}
 */
public record Neighbour(
    int link, InetAddress address, Optional<HardwareAddress> hardware, int state) {

  /**
   * Reads an RTM_NEWNEIGH.
   *
   * @throws MalformedMessageException if it is none
   */
  static Neighbour from(NetlinkMessage message) {
    NeighbourMessage neighbour = NeighbourMessage.decode(message.payload());
    return new Neighbour(
        neighbour.index(),
        neighbour
            .attributes()
            .find(NeighbourMessage.NDA_DST)
            .map(Attribute::address)
            .orElseThrow(() -> new MalformedMessageException("a neighbour without an address")),
        neighbour
            .attributes()
            .find(NeighbourMessage.NDA_LLADDR)
            .map(address -> HardwareAddress.of(Wire.bytes(address.value()))),
        neighbour.state());
  }

  /** Whether somebody made it known for good. */
  public boolean isPermanent() {
    return (state & NeighbourMessage.NUD_PERMANENT) != 0;
  }
}
