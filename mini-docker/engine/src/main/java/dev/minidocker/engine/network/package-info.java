/**
 * Networks that containers share, in the words of the container network model: a <em>network</em>
 * has subnets and a driver, such as a bridge of the host, an <em>endpoint</em> is one container's
 * place in it, and a container's network namespace is the <em>sandbox</em> in which its endpoints
 * end.
 *
 * <p>What is known of networks is in files, so that several processes can share them; what they do
 * is in the kernel. Either may be older than the other: after a reboot there are files without
 * bridges, after a kill there are addresses of containers that are gone. So whoever uses a network
 * makes what is missing, and whoever finds something of a dead container removes it.
 *
 * <p>Where to look: {@code Networks} has what there is, {@code NetworkPlanner} what a new one will
 * be, a {@code NetworkDriver} what is particular about its kind. {@code ContainerNetworks} gives
 * containers what they ask for: {@code Connector} when they start, {@code RunningMember} while they
 * run, both by {@code Joining}, which takes addresses; {@code ConnectionRecord} is what was given.
 * {@code JoinedNetwork} is that of another container. {@code HostNetwork} is where the bridges are:
 * {@code RootlessNetns} for an ordinary user.
 */
package dev.minidocker.engine.network;
