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
import dev.minidocker.labs.net.NetLook;
import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.labs.net.Udp;
import dev.minidocker.labs.networking.nftables.Chain;
import dev.minidocker.labs.networking.nftables.Changes;
import dev.minidocker.labs.networking.nftables.Family;
import dev.minidocker.labs.networking.nftables.Hook;
import dev.minidocker.labs.networking.nftables.Match;
import dev.minidocker.labs.networking.nftables.Protocol;
import dev.minidocker.labs.networking.nftables.Rule;
import dev.minidocker.labs.networking.nftables.Statement;
import dev.minidocker.labs.networking.nftables.Table;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.netlink.Request;
import java.net.InetAddress;
import java.util.List;

/** A port that is published at 127.0.0.1, by two rules and one parameter of the kernel. */
final class LoopbackExperiment {
  private static final InetAddress LOOPBACK = IpPrefix.address("127.0.0.1");

  private final NetMechanism links;
  private final Place host = new Place("host");
  private final Place server = new Place("server");
  private final Lan lan = Lan.madeUp();
  private final int port = Names.port();
  private final int hostPort = Names.port();

  LoopbackExperiment(NetMechanism links) {
    this.links = links;
  }

  Experiment experiment() {
    HostLook heard = container -> NetLook.packetsReceived(container.children().get(0));
    return Experiment.named(
            "networking/loopback",
            "what is of 127.0.0.1 passes no other link, unless the host says so")
        .in(CLONE_NEWNET)
        .then(
            Scene.narrated("A host, and a server in a container. The host asks at 127.0.0.1.")
                .doing(Action.inside(hostAndServer()))
                .observing("heard, and the answer", heard, asking(Udp.PATIENT))
                .expecting("nobody listens there", (host, seen) -> seen.startsWith("ECONNREFUSED")))
        .then(
            Scene.narrated(
                    "Two rules: this port of 127.0.0.1 leads to the server, and what leaves the"
                        + " loopback gets an address that can be answered.")
                .doing(Action.inside(host.ruling("table", rules())))
                .observing("heard, and the answer", heard, asking(Udp.IMPATIENT))
                .expecting("the server has heard nothing", (heardOf, seen) -> heardOf.equals("0"))
                .expecting(
                    "translated, the packet would leave from 127.0.0.1 by the bridge: the kernel"
                        + " finds no route for that",
                    (heardOf, seen) -> seen.startsWith("EINVAL")))
        .then(
            Scene.narrated(
                    "The host allows that for its bridge, in both directions: route_localnet.")
                .doing(Action.inside(host.setting("conf/" + lan.bridge() + "/route_localnet", "1")))
                .observing("heard, and the answer", heard, asking(Udp.PATIENT))
                .expecting("now it has", (heardOf, seen) -> heardOf.equals("1"))
                .expecting(
                    "and has seen the bridge's address",
                    (heardOf, seen) -> seen.startsWith(lan.gateway().getHostAddress() + ":")));
  }

  private Program hostAndServer() {
    return host.here()
        .then(host.setting("ip_forward", "1"))
        .then(lan.made(host))
        .then(lan.joined(links, server, 2))
        .then(server.mirror(port))
        .then(host.entered());
  }

  private List<Request> rules() {
    Changes changes = new Table(Family.INET, "md").changes();
    Rule leadsOut =
        Rule.of(
            Match.destination(new IpPrefix(LOOPBACK, 32)),
            Match.destinationPort(Protocol.UDP, hostPort),
            Statement.dnat(lan.address(2), port));
    Rule canBeAnswered =
        Rule.of(
            Match.source(IpPrefix.parse("127.0.0.0/8")),
            Match.outputInterface(lan.bridge()),
            Statement.masquerade());
    return List.of(
        changes.create(),
        changes.add(Chain.nat("output", Hook.OUTPUT, Chain.PRIORITY_DSTNAT)),
        changes.append("output", leadsOut),
        changes.add(Chain.nat("postrouting", Hook.POSTROUTING, Chain.PRIORITY_SRCNAT)),
        changes.append("postrouting", canBeAnswered));
  }

  private Look asking(int patienceMillis) {
    return Mirror.asking(LOOPBACK, hostPort, patienceMillis);
  }
}
