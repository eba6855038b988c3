/**
 * The network lab: interfaces, addresses, routes and ports of one's own.
 *
 * <p>Protocol of {@link dev.minidocker.labs.net.NetMechanism}: make the namespace; then {@code
 * loopbackUp}, in any place; {@code mountSys} in the new root while the host's /sys is still
 * mounted somewhere, which a user namespace's kernel checks.
 *
 * <p>What it cannot do: reach the outside, for which two namespaces have to be connected.
 *
 * <p>Explained in the chapter on network namespaces.
 */
package dev.minidocker.labs.net;
