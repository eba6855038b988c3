package dev.minidocker.labs.net;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.net.NetExperiments.Names;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import dev.minidocker.linux.netlink.Request;
import java.util.List;
import java.util.Set;

/** A container and its host, connected by a pair of links. */
final class VethExperiment {
  private static final int INSIDE = 100;
  private static final int OUTSIDE = 101;
  private static final String HOST = "host.network";
  private static final String HOST_SOCKET = "host.socket";

  private final String inside = Names.madeUp();
  private final String outside = Names.madeUp();
  private final String network = Names.network();
  private final int port = Names.port();
  private final String text = Names.madeUp();

  Experiment experiment() {
    Look toTheHost = Udp.asking(IpPrefix.address(network + 1), port, text, Udp.PATIENT);
    return Experiment.named("net/veth", "a veth pair is a cable with one end in each network")
        .in(CLONE_NEWNET)
        .then(
            Scene.narrated(
                    "One network plays the host; a process there answers packets. Then the"
                        + " container makes a network of its own.")
                .doing(Action.inside(apart()))
                .observing(
                    "network namespace",
                    host -> playsHost(host).namespace("net"),
                    Look.namespace("net"))
                .expecting("these are two", (host, container) -> !host.equals(container)))
        .then(
            Scene.narrated(
                    "A pair of links is made: one end here, the other in the host's network.")
                .doing(Action.inside(asking("pair", pair())))
                .observing("links", host -> NetLook.links(playsHost(host)), NetLook.links())
                .expecting(
                    "one end is inside, and not outside",
                    (host, container) -> container.contains(inside) && !host.contains(inside))
                .expecting(
                    "the other is outside, and not inside",
                    (host, container) -> host.contains(outside) && !container.contains(outside)))
        .then(
            Scene.narrated("Both ends get an address of one network, and are switched on.")
                .doing(
                    Action.inside(
                        asking("own", atEnd(INSIDE, 2))
                            .then(NetlinkProgram.executeAndClose(HOST_SOCKET, atEnd(OUTSIDE, 1)))))
                .observing(
                    "packet to the host",
                    host -> NetLook.packetsReceived(playsHost(host)),
                    toTheHost)
                .expecting("it comes back", (host, container) -> container.equals(text))
                .expecting("it was at the host", (host, container) -> !host.equals("0")))
        .then(
            Scene.narrated("The container deletes its end.")
                .doing(Action.inside(asking("end", List.of(Links.delete(LinkId.of(INSIDE))))))
                .observing("links", host -> NetLook.links(playsHost(host)), NetLook.links())
                .expecting(
                    "half a cable is none: the host's end is gone too",
                    (host, container) -> !host.contains(outside) && !container.contains(inside)));
  }

  /** The container's program: a child stays behind as the host, two descriptors lead back there. */
  private Program apart() {
    return Fork.andServe("host", Set.of(), Udp.listen("host.udp", port), Udp.echo("host.udp"))
        .then(
            Descriptors.openToRead("/proc/self/ns/net").named(HOST),
            NetlinkProgram.open(HOST_SOCKET, NetlinkSocket.NETLINK_ROUTE),
            Tasks.unshare(CLONE_NEWNET));
  }

  private List<Request> pair() {
    return List.of(
        Links.createVeth(
            NewLink.named(inside).withIndex(INSIDE),
            NewLink.named(outside).withIndex(OUTSIDE),
            new TargetNamespace.OpenedBy(HOST)));
  }

  private List<Request> atEnd(int link, int number) {
    return List.of(
        Addresses.add(link, IpPrefix.parse(network + number + "/24")),
        Links.switchOn(LinkId.of(link)));
  }

  /** Asked in the container's own network. */
  private static Program asking(String name, List<Request> requests) {
    return Program.of(NetlinkProgram.open(name, NetlinkSocket.NETLINK_ROUTE))
        .then(NetlinkProgram.executeAndClose(name, requests));
  }

  private static Host playsHost(Host container) {
    return container.children().get(0);
  }
}
