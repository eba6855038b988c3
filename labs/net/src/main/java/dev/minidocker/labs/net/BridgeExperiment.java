package dev.minidocker.labs.net;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Tasks;
import dev.minidocker.linux.netlink.NetlinkProgram;
import dev.minidocker.linux.netlink.NetlinkSocket;
import java.util.List;
import java.util.Set;

/** Two containers that meet at a bridge of their host. */
final class BridgeExperiment {
  private static final int BRIDGE = 200;
  private static final String HOST = "host.network";
  private static final String HOST_SOCKET = "host.socket";

  private final NetMechanism mechanism;
  private final String bridge = Names.madeUp();
  private final String first = Names.madeUp();
  private final String second = Names.madeUp();
  private final String network = Names.network();
  private final int port = Names.port();
  private final String text = Names.madeUp();

  BridgeExperiment(NetMechanism mechanism) {
    this.mechanism = mechanism;
  }

  Experiment experiment() {
    Look toTheFirst = packet(2, Udp.PATIENT);
    Look toTheHost = packet(1, Udp.PATIENT);
    return Experiment.named("net/bridge", "a bridge is a switch where many containers meet")
        .in(CLONE_NEWNET)
        .then(
            Scene.narrated("One network plays the host. It gets a bridge, with an address.")
                .doing(Action.inside(host()))
                .observing("links", host -> NetLook.links(playsHost(host)), NetLook.links())
                .expecting("the host has it", (host, container) -> host.contains(bridge)))
        .then(
            Scene.narrated(
                    "A first container: a network connected to the bridge. A process in it"
                        + " answers packets.")
                .doing(
                    Action.inside(
                        connected("first", first, 2)
                            .then(
                                Fork.andServe(
                                    "server",
                                    Set.of(),
                                    Udp.listen("server.udp", port),
                                    Udp.echo("server.udp")))))
                .observing("links", host -> NetLook.links(playsHost(host)), NetLook.links())
                .expecting("a port of the bridge", (host, container) -> host.contains(first))
                .expecting(
                    "whose other end is inside", (host, container) -> container.contains("eth0")))
        .then(
            Scene.narrated("A second container, which sends the first a packet.")
                .doing(
                    Action.inside(
                        Program.of(Tasks.enter(HOST, CLONE_NEWNET))
                            .then(connected("second", second, 3))))
                .observing(
                    "packet to the first",
                    host -> NetLook.packetsReceived(playsHost(host)),
                    toTheFirst)
                .expecting("it comes back", (host, container) -> container.equals(text))
                .expecting(
                    "the host has switched it, not received it",
                    (host, container) -> host.equals("0")))
        .then(
            Scene.narrated("It sends one to the bridge's own address, where nobody listens.")
                .observing("packet to the host", host -> "", toTheHost)
                .expecting(
                    "the host says so: it is on the way of both",
                    (host, container) -> container.startsWith("ECONNREFUSED")))
        .then(
            Scene.narrated("The host switches the bridge off.")
                .doing(
                    Action.inside(
                        NetlinkProgram.executeAndClose(
                            HOST_SOCKET, List.of(Links.switchOff(LinkId.of(BRIDGE))))))
                .observing("packet to the first", host -> "", packet(2, Udp.IMPATIENT))
                .expecting(
                    "nothing comes back any more", (host, container) -> container.startsWith("E")));
  }

  /** The host's network, with a child that stays in it to be looked at. */
  private Program host() {
    String socket = "bridge.socket";
    return Program.of(
            Descriptors.openToRead("/proc/self/ns/net").named(HOST),
            NetlinkProgram.open(HOST_SOCKET, NetlinkSocket.NETLINK_ROUTE),
            NetlinkProgram.open(socket, NetlinkSocket.NETLINK_ROUTE))
        .then(
            NetlinkProgram.executeAndClose(
                socket,
                List.of(
                    Links.createBridge(NewLink.named(bridge).withIndex(BRIDGE).switchedOn()),
                    Addresses.add(BRIDGE, IpPrefix.parse(network + "1/24")))))
        .then(Fork.andStay("host", Set.of(), Program.EMPTY));
  }

  /** From the host's network into a new one that is connected to the bridge. */
  private Program connected(String name, String outside, int number) {
    return mechanism
        .openHost(name)
        .then(Tasks.unshare(CLONE_NEWNET))
        .then(
            mechanism.connect(
                name,
                new Endpoint(
                    NewLink.named("eth0").withIndex(100),
                    new Uplink.Bridge(outside, BRIDGE),
                    List.of(IpPrefix.parse(network + number + "/24")),
                    List.of(IpPrefix.address(network + 1)))));
  }

  private Look packet(int number, int patienceMillis) {
    return Udp.asking(IpPrefix.address(network + number), port, text, patienceMillis);
  }

  private static Host playsHost(Host container) {
    return container.children().get(0);
  }
}
