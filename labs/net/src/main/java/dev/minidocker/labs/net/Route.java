package dev.minidocker.labs.net;

import static dev.minidocker.linux.netlink.route.RouteMessage.RTA_DST;
import static dev.minidocker.linux.netlink.route.RouteMessage.RTA_GATEWAY;
import static dev.minidocker.linux.netlink.route.RouteMessage.RTA_OIF;
import static dev.minidocker.linux.netlink.route.RouteMessage.RTA_PREFSRC;
import static dev.minidocker.linux.netlink.route.RouteMessage.RTA_PRIORITY;
import static dev.minidocker.linux.netlink.route.RouteMessage.RTA_TABLE;

import dev.minidocker.linux.netlink.Attribute;
import dev.minidocker.linux.netlink.Attributes;
import dev.minidocker.linux.netlink.MalformedMessageException;
import dev.minidocker.linux.netlink.NetlinkMessage;
import dev.minidocker.linux.netlink.route.RouteMessage;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A route as the kernel lists it.
 *
 * @param gateway where its packets go first, unless the destination is a neighbour
 * @param link the index of the link over which they go
 * @param source the address that they come from, unless the sender chose one
 * @param metric of routes to the same destination the least is taken
 * @param table 254 is the main one, 255 holds this host's own addresses
 * @param type 1 sends packets on; others deliver or drop them
 */
public record Route(
    IpPrefix destination,
    Optional<InetAddress> gateway,
    Optional<Integer> link,
    Optional<InetAddress> source,
    long metric,
    long table,
    int type) {

  /**
   * Reads an RTM_NEWROUTE.
   *
   * @throws MalformedMessageException if it is none
   */
  static Route from(NetlinkMessage message) {
    RouteMessage route = RouteMessage.decode(message.payload());
    Attributes attributes = route.attributes();
    InetAddress destination =
        attributes
            .find(RTA_DST)
            .map(Attribute::address)
            .orElseGet(() -> IpPrefix.all(route.family()).address());
    return new Route(
        Address.prefix(destination, route.destinationLength()),
        attributes.find(RTA_GATEWAY).map(Attribute::address),
        attributes.find(RTA_OIF).map(Attribute::index),
        attributes.find(RTA_PREFSRC).map(Attribute::address),
        attributes.find(RTA_PRIORITY).map(Attribute::number).orElse(0L),
        attributes.find(RTA_TABLE).map(Attribute::number).orElse((long) route.table()),
        route.type());
  }

  /** Whether it is one of those that people make, and {@code ip route} shows. */
  public boolean isInMainTable() {
    return table == RouteMessage.RT_TABLE_MAIN;
  }
}
