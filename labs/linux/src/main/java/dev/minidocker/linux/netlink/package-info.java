/**
 * Netlink: the kernel's wire protocol for its network, netlink(7); here what all its families
 * share.
 *
 * <p>Pure codecs first: {@link dev.minidocker.linux.netlink.NetlinkMessage} (a header and bytes),
 * {@link dev.minidocker.linux.netlink.Attributes} (type, length, value, nested at will), {@link
 * dev.minidocker.linux.netlink.Acknowledgement} and {@link dev.minidocker.linux.netlink.Done}. What
 * is not known stays as its bytes, so that encoding what was decoded gives it back. Anything else
 * than a message ends in a {@link dev.minidocker.linux.netlink.MalformedMessageException}.
 *
 * <p>Apart from them the conversation: a {@link dev.minidocker.linux.netlink.Request} is a value. A
 * {@link dev.minidocker.linux.netlink.NetlinkConnection} sends it over a {@link
 * dev.minidocker.linux.netlink.NetlinkTransport}, whose real one is {@link
 * dev.minidocker.linux.netlink.NetlinkSocket}; or {@link
 * dev.minidocker.linux.netlink.NetlinkProgram} makes steps of it, which a container executes
 * itself.
 *
 * <p>Numbers are in the byte order of the machine, as netlink(7) has it.
 *
 * <p>What it cannot do: listen to multicast groups.
 */
package dev.minidocker.linux.netlink;
