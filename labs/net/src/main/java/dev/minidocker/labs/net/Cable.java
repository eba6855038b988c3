package dev.minidocker.labs.net;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;

import dev.minidocker.labkit.Fork;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.Request;
import java.util.List;
import java.util.Set;

/**
 * A veth pair between a container and a network that plays its host, with names, addresses and a
 * port that nobody can know before.
 *
 * @param inside the name of the container's end, which has the index {@link #INSIDE}
 * @param outside the name of the other
 * @param network the first three octets of all addresses
 * @param port on which the host listens
 */
record Cable(String inside, String outside, String network, int port) {
  static final int INSIDE = 100;
  private static final int OUTSIDE = 101;
  private static final String HOST = "host.network";
  private static final String HOST_SOCKET = "host.socket";

  static Cable madeUp() {
    return new Cable(Names.madeUp(), Names.madeUp(), Names.network(), Names.port());
  }

  /** The address of the host's end. */
  String host() {
    return network + 1;
  }

  /**
   * A child stays behind as the host, two descriptors lead back there; the container goes on.
   *
   * @param service what the child does with the socket of its name
   */
  Program apart(String socket, Program service) {
    return Fork.andServe("host", Set.of(), Udp.listen(socket, port), service)
        .then(
            Descriptors.openToRead("/proc/self/ns/net").named(HOST),
            NetlinkProgram.open(HOST_SOCKET, NetlinkSocket.NETLINK_ROUTE),
            Tasks.unshare(CLONE_NEWNET));
  }

  /** The container makes both ends, one of them in the host's network. */
  Program laid() {
    return asking(
        "pair",
        List.of(
            Links.createVeth(
                NewLink.named(inside).withIndex(INSIDE),
                NewLink.named(outside).withIndex(OUTSIDE),
                new TargetNamespace.OpenedBy(HOST))));
  }

  /** Both ends get an address, and are switched on. */
  Program switchedOn() {
    return asking("own", atEnd(INSIDE, 2))
        .then(NetlinkProgram.executeAndClose(HOST_SOCKET, atEnd(OUTSIDE, 1)));
  }

  private List<Request> atEnd(int link, int number) {
    return List.of(
        Addresses.add(link, IpPrefix.parse(network + number + "/24")),
        Links.switchOn(LinkId.of(link)));
  }

  /** Asked in the network in which the process is by then. */
  static Program asking(String name, List<Request> requests) {
    return Program.of(NetlinkProgram.open(name, NetlinkSocket.NETLINK_ROUTE))
        .then(NetlinkProgram.executeAndClose(name, requests));
  }
}
