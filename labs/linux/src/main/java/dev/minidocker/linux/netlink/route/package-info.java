/**
 * rtnetlink(7): the messages by which links, addresses, routes and neighbours are made, changed,
 * removed and listed. Pure: bytes to records and back, {@link
 * dev.minidocker.linux.netlink.route.RoutePayload}.
 *
 * <p>Each record is a fixed structure of the kernel's headers, field by field, and the attributes
 * behind it. What they mean is the net lab's matter.
 */
package dev.minidocker.linux.netlink.route;
