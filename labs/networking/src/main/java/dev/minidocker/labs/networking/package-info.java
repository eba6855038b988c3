/**
 * Networking modes: how containers reach each other, and the rest of the world.
 *
 * <p><b>Objective:</b> say how a packet of a container comes to another machine and back, and which
 * rules of the host decide about it.
 *
 * <p><b>What it does not cover:</b> how links, addresses and routes are made: that belongs to the
 * chapter on network namespaces.
 *
 * <p><b>Try first:</b> {@code unshare --user --map-root-user --net nft list ruleset}: a new network
 * namespace has no rule at all.
 *
 * <p>{@link dev.minidocker.labs.networking.NetworkingMechanism} is the mechanism: which rules a
 * {@link dev.minidocker.labs.networking.BridgeNetwork} and a {@link
 * dev.minidocker.labs.networking.PublishedPort} need. {@link
 * dev.minidocker.labs.networking.NatTable} is its reference implementation. The language of rules,
 * and how the kernel is asked, is in {@code dev.minidocker.labs.networking.nftables}.
 */
package dev.minidocker.labs.networking;
