package dev.minidocker.labs.net;

import dev.minidocker.linux.netlink.Attribute;
import dev.minidocker.linux.netlink.MalformedMessageException;
import dev.minidocker.linux.netlink.NetlinkMessage;
import dev.minidocker.linux.netlink.Wire;
import dev.minidocker.linux.netlink.route.NeighbourMessage;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Where frames to a hardware address go, as the kernel lists it.
 *
 * @param link the index of the link that has the entry
 * @param host at which the address is; empty for what a bridge knows of its ports
 */
public record ForwardingEntry(int link, HardwareAddress hardware, Optional<InetAddress> host) {

  /**
   * Reads an RTM_NEWNEIGH of AF_BRIDGE.
   *
   * @throws MalformedMessageException if it is none
   */
  static ForwardingEntry from(NetlinkMessage message) {
    NeighbourMessage entry = NeighbourMessage.decode(message.payload());
    return new ForwardingEntry(
        entry.index(),
        entry
            .attributes()
            .find(NeighbourMessage.NDA_LLADDR)
            .map(address -> HardwareAddress.of(Wire.bytes(address.value())))
            .orElseThrow(
                () -> new MalformedMessageException("an entry without a hardware address")),
        entry.attributes().find(NeighbourMessage.NDA_DST).map(Attribute::address));
  }
}
