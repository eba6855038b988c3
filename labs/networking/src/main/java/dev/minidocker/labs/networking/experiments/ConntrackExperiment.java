package dev.minidocker.labs.networking.experiments;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.HostLook;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.net.Mirror;
import dev.minidocker.labs.net.Names;
import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.labs.net.Udp;
import dev.minidocker.labs.networking.NetworkingMechanism;
import dev.minidocker.labs.networking.PublishedPort;
import dev.minidocker.labs.networking.nftables.Protocol;
import dev.minidocker.linux.Program;
import java.util.List;
import java.util.Optional;

/** A flow that outlives the rule by which it began. */
final class ConntrackExperiment {
  private static final String FLOW = "flow";

  private final NetMechanism links;
  private final NetworkingMechanism rules;
  private final Place host = new Place("host");
  private final Place server = new Place("server");
  private final Lan lan = Lan.madeUp();
  private final World world = World.madeUp();
  private final int port = Names.port();
  private final int hostPort = Names.port();

  ConntrackExperiment(NetMechanism links, NetworkingMechanism rules) {
    this.links = links;
    this.rules = rules;
  }

  Experiment experiment() {
    return Experiment.named(
            "networking/conntrack",
            "rules decide about the first packet of a flow; the rest is memory")
        .in(CLONE_NEWNET)
        .then(
            Scene.narrated("A server in a container, published. The world asks from a socket.")
                .doing(Action.inside(published()))
                .observing("the socket asks", HostLook.NOWHERE, Mirror.askingFrom(FLOW))
                .expecting("the server answers", (host, seen) -> isWorld(seen)))
        .then(
            Scene.narrated("The port is withdrawn. The same socket asks again.")
                .doing(Action.inside(withdrawn()))
                .observing("the socket asks", HostLook.NOWHERE, Mirror.askingFrom(FLOW))
                .expecting("its flow goes on", (host, seen) -> isWorld(seen)))
        .then(
            Scene.narrated("A new socket asks.")
                .observing(
                    "another asks",
                    HostLook.NOWHERE,
                    Mirror.asking(world.host(), hostPort, Udp.PATIENT))
                .expecting(
                    "its first packet meets no rule: nobody listens at the host",
                    ConntrackExperiment::isRefused))
        .then(
            Scene.narrated("The whole table is removed. The first socket asks once more.")
                .doing(Action.inside(removed()))
                .observing("the socket asks", HostLook.NOWHERE, Mirror.askingFrom(FLOW))
                .expecting(
                    "with the last chain that translates goes who remembers",
                    ConntrackExperiment::isRefused));
  }

  private Program published() {
    return host.here()
        .then(host.setting("ip_forward", "1"))
        .then(lan.made(host))
        .then(host.ruling("table", rules.create()))
        .then(host.ruling("network", rules.connect(lan.network())))
        .then(host.ruling("publish", rules.publish(ports())))
        .then(lan.joined(links, server, 2))
        .then(server.mirror(port))
        .then(host.entered())
        .then(world.made(host))
        .then(Udp.connect(FLOW, world.host(), hostPort, Udp.PATIENT));
  }

  private Program withdrawn() {
    return host.entered()
        .then(host.ruling("withdraw", rules.withdraw(ports())))
        .then(world.place().entered());
  }

  private Program removed() {
    return host.entered().then(host.ruling("remove", rules.delete())).then(world.place().entered());
  }

  private List<PublishedPort> ports() {
    return List.of(
        new PublishedPort(Optional.empty(), hostPort, lan.address(2), port, Protocol.UDP));
  }

  private static boolean isRefused(String host, String seen) {
    return seen.startsWith("ECONNREFUSED");
  }

  private boolean isWorld(String seen) {
    return seen.startsWith(world.address().getHostAddress() + ":");
  }
}
