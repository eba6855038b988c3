/**
 * {@code lab map}: which network namespaces this machine has, who holds them, and how they are
 * connected and translated; as text, or as a picture.
 *
 * <p>First {@link dev.minidocker.lab.map.MapReader} asks the kernel: {@link
 * dev.minidocker.lab.map.HolderSearch} finds the namespaces in {@code /proc}, {@link
 * dev.minidocker.lab.map.Entrance} gets two netlink sockets in each, by which links, addresses,
 * routes and rules are listed. The answer is a value, {@link dev.minidocker.lab.map.MachineMap}.
 * Then pure functions draw it: {@link dev.minidocker.lab.map.MapText}, or {@link
 * dev.minidocker.lab.map.MapLayout} and {@link dev.minidocker.lab.map.MapSvg}.
 *
 * <p>What it cannot do: find a namespace that nothing but an open socket holds, read rules of
 * iptables-legacy, and show an ordinary user what belongs to others. All namespaces are not seen at
 * one moment.
 */
package dev.minidocker.lab.map;
