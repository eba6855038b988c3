/**
 * Network namespaces: links, addresses, routes and ports of one's own; network_namespaces(7),
 * rtnetlink(7).
 *
 * <p><b>Objective:</b> say what a container's network consists of, and build it: a namespace with
 * nothing but a loopback that is down, a veth pair as its only way out, a bridge where many of them
 * meet.
 *
 * <p><b>What it does not cover:</b> the way on to other machines: forwarding, address translation,
 * published ports, names. These belong to the chapter on networking modes.
 *
 * <p><b>Try first:</b> {@code unshare --user --map-root-user --net ip address}
 *
 * <p>{@link dev.minidocker.labs.net.NetMechanism} is the mechanism. Its protocol: {@code openHost}
 * in the host's network; then make the namespace; then {@code loopbackUp} and {@code connect}, in
 * any order; {@code mountSys} in the new root while the host's /sys is still mounted somewhere,
 * which a user namespace's kernel checks.
 *
 * <p>What is asked of the kernel is a value: {@link dev.minidocker.labs.net.Links}, {@link
 * dev.minidocker.labs.net.Addresses}, {@link dev.minidocker.labs.net.Routes} and {@link
 * dev.minidocker.labs.net.Neighbours} return requests. A container makes them by steps of its
 * program; {@link dev.minidocker.labs.net.Rtnetlink} makes them from outside. {@link
 * dev.minidocker.labs.net.model.NetModel} is the theory, {@link
 * dev.minidocker.labs.net.NetExperiments} what there is to see.
 */
package dev.minidocker.labs.net;
