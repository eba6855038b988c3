package dev.minidocker.labs.networking.experiments;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.HostLook;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.Mirror;
import dev.minidocker.labs.net.Names;
import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.labs.net.Udp;
import dev.minidocker.labs.networking.NetworkingMechanism;
import dev.minidocker.labs.networking.PublishedPort;
import dev.minidocker.labs.networking.nftables.Protocol;
import dev.minidocker.linux.Program;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Who reaches a container through a port of its host, and as whom. */
final class PublishedExperiment {
  private final NetMechanism links;
  private final NetworkingMechanism rules;
  private final Place host = new Place("host");
  private final Place server = new Place("server");
  private final Place neighbour = new Place("neighbour");
  private final Lan lan = Lan.madeUp();
  private final World world = World.madeUp();
  private final int port = Names.port();
  private final int hostPort = Names.port();

  PublishedExperiment(NetMechanism links, NetworkingMechanism rules) {
    this.links = links;
    this.rules = rules;
  }

  Experiment experiment() {
    return Experiment.named(
            "networking/published",
            "a published port is a translated destination: -p, step by step")
        .in(CLONE_NEWNET)
        .then(
            Scene.narrated(
                    "A host with rules, a server in a container, its neighbour, and the world. The"
                        + " server answers who asks with the address that it saw.")
                .doing(Action.inside(town()))
                .observing("the world asks", HostLook.NOWHERE, askingTheHost())
                .expecting("nobody listens at the host's port", PublishedExperiment::isRefused))
        .then(
            Scene.narrated("-p " + hostPort + ":" + port + "/udp. The world asks again.")
                .doing(Action.inside(publishing("publish", Optional.empty())))
                .observing("the world asks", HostLook.NOWHERE, askingTheHost())
                .expecting(
                    "the container answers, and has seen the world itself",
                    (host, seen) -> isSeen(seen, world.address())))
        .then(
            Scene.narrated("A process of the host asks, at the host's address.")
                .doing(Action.inside(host.entered()))
                .observing("the host asks", HostLook.NOWHERE, askingTheHost())
                .expecting(
                    "what the host sends is translated too",
                    (host, seen) -> isSeen(seen, world.host())))
        .then(
            Scene.narrated("It asks at 127.0.0.1.")
                .observing(
                    "the host asks itself",
                    HostLook.NOWHERE,
                    Mirror.asking(IpPrefix.address("127.0.0.1"), hostPort, Udp.PATIENT))
                .expecting(
                    "the loopback is left alone: nobody listens there",
                    PublishedExperiment::isRefused))
        .then(
            Scene.narrated(
                    "The neighbour asks, at the host's address. The server could answer it"
                        + " directly: both are at one bridge.")
                .doing(Action.inside(neighbour.entered()))
                .observing("the neighbour asks", HostLook.NOWHERE, askingTheHost())
                .expecting(
                    "it has seen the bridge's address, so its answer came back the same way",
                    (host, seen) -> isSeen(seen, lan.gateway())))
        .then(
            Scene.narrated(
                    "Instead of at every address, the port is published at one: the bridge's.")
                .doing(Action.inside(moved()))
                .observing("the world asks", HostLook.NOWHERE, askingTheHost())
                .expecting("not at this one", PublishedExperiment::isRefused));
  }

  private Program town() {
    return host.here()
        .then(host.setting("ip_forward", "1"))
        .then(lan.made(host))
        .then(host.ruling("table", rules.create()))
        .then(host.ruling("network", rules.connect(lan.network())))
        .then(lan.joined(links, server, 2))
        .then(server.mirror(port))
        .then(host.entered())
        .then(lan.joined(links, neighbour, 3))
        .then(host.entered())
        .then(world.made(host));
  }

  private Program publishing(String name, Optional<InetAddress> at) {
    return host.entered()
        .then(host.ruling(name, rules.publish(ports(at))))
        .then(world.place().entered());
  }

  private Program moved() {
    return host.entered()
        .then(host.ruling("withdraw", rules.withdraw(ports(Optional.empty()))))
        .then(publishing("move", Optional.of(lan.gateway())));
  }

  private List<PublishedPort> ports(Optional<InetAddress> at) {
    return List.of(new PublishedPort(at, hostPort, lan.address(2), port, Protocol.UDP));
  }

  private Look askingTheHost() {
    return Mirror.asking(world.host(), hostPort, Udp.PATIENT);
  }

  private static boolean isRefused(String host, String seen) {
    return seen.startsWith("ECONNREFUSED");
  }

  private static boolean isSeen(String seen, InetAddress whom) {
    return seen.startsWith(whom.getHostAddress() + ":");
  }
}
