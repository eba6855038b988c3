package dev.minidocker.labs.networking.experiments;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;

import dev.minidocker.labkit.Fork;
import dev.minidocker.labs.net.LinkId;
import dev.minidocker.labs.net.Links;
import dev.minidocker.labs.net.Mirror;
import dev.minidocker.labs.net.TargetNamespace;
import dev.minidocker.labs.net.Udp;
import dev.minidocker.labs.networking.nftables.NftablesProgram;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.Request;
import java.util.List;
import java.util.Set;

/**
 * A network namespace of an experiment, in which the one process of it is at times: pieces of its
 * program. A descriptor keeps the namespace, and leads back.
 *
 * @param name with which the names of its steps begin
 */
record Place(String name) {

  /** The network that the process is in has this name from now on, and its loopback is on. */
  Program here() {
    return Program.of(Descriptors.openToRead("/proc/self/ns/net").named(network()))
        .then(asking("loopback", Links.switchOn(LinkId.named("lo"))));
  }

  /** A new network, in which the process is from then on. */
  Program made() {
    return Program.of(Tasks.unshare(CLONE_NEWNET)).then(here());
  }

  /** Back into it. */
  Program entered() {
    return Program.of(Tasks.enter(network(), CLONE_NEWNET));
  }

  /** As the place where a link goes. */
  TargetNamespace target() {
    return new TargetNamespace.OpenedBy(network());
  }

  private String network() {
    return name + ".network";
  }

  /** Asks the kernel for links, addresses or routes of this network, in which the process is. */
  Program asking(String what, Request... requests) {
    String socket = name + ".links." + what;
    return Program.of(NetlinkProgram.open(socket, NetlinkSocket.NETLINK_ROUTE))
        .then(NetlinkProgram.executeAndClose(socket, List.of(requests)));
  }

  /** Changes the rules of this network, in which the process is. */
  Program ruling(String what, List<Request> changes) {
    return NftablesProgram.commit(name + ".rules." + what, changes);
  }

  /** Sets a parameter of this network, in which the process is; {@code ip_forward}. */
  Program setting(String parameter, String value) {
    String file = name + ".setting." + parameter;
    return Program.of(
        Descriptors.openToWrite("/proc/sys/net/ipv4/" + parameter).named(file),
        Descriptors.write(file, value),
        Descriptors.close(file));
  }

  /** A child stays in the network in which the process is, and tells who asks as whom it sees. */
  Program mirror(int port) {
    String socket = name + ".udp";
    return Fork.andServe(
        name + ".server", Set.of(), Udp.listen(socket, port), Mirror.serve(socket));
  }
}
