package dev.minidocker.labs.networking.experiments;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.HostLook;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.net.Mirror;
import dev.minidocker.labs.net.Names;
import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.labs.net.Udp;
import dev.minidocker.labs.networking.NetworkingMechanism;
import dev.minidocker.linux.Program;

/** Two networks on one host, which is a router to both. */
final class IsolationExperiment {
  private final NetMechanism links;
  private final NetworkingMechanism rules;
  private final Place host = new Place("host");
  private final Place server = new Place("server");
  private final Place stranger = new Place("stranger");
  private final Lan lan = Lan.madeUp();
  private final Lan other = Lan.another();
  private final int port = Names.port();

  IsolationExperiment(NetMechanism links, NetworkingMechanism rules) {
    this.links = links;
    this.rules = rules;
  }

  Experiment experiment() {
    return Experiment.named(
            "networking/isolation", "two networks are kept apart by rules, not by bridges")
        .in(CLONE_NEWNET)
        .then(
            Scene.narrated(
                    "A host with two bridges, and a container at each. The host passes packets on,"
                        + " and has no rules.")
                .doing(Action.inside(twoNetworks()))
                .observing("the stranger asks", HostLook.NOWHERE, asking(Udp.PATIENT))
                .expecting("the server answers", (host, seen) -> isStranger(seen)))
        .then(
            Scene.narrated("Both networks get their rules.")
                .doing(Action.inside(ruled()))
                .observing("the stranger asks", HostLook.NOWHERE, asking(Udp.IMPATIENT))
                .expecting(
                    "dropped on its way: nothing comes, not even a refusal",
                    (host, seen) -> seen.startsWith("EAGAIN")))
        .then(
            Scene.narrated("The server's network is taken out of the rules again.")
                .doing(Action.inside(released()))
                .observing("the stranger asks", HostLook.NOWHERE, asking(Udp.PATIENT))
                .expecting(
                    "it reaches the server, and appears as the host",
                    (host, seen) -> seen.startsWith(lan.gateway().getHostAddress() + ":")));
  }

  private Program twoNetworks() {
    return host.here()
        .then(host.setting("ip_forward", "1"))
        .then(lan.made(host))
        .then(other.made(host))
        .then(lan.joined(links, server, 2))
        .then(server.mirror(port))
        .then(host.entered())
        .then(other.joined(links, stranger, 2));
  }

  private Program ruled() {
    return host.entered()
        .then(host.ruling("table", rules.create()))
        .then(host.ruling("first", rules.connect(lan.network())))
        .then(host.ruling("second", rules.connect(other.network())))
        .then(stranger.entered());
  }

  private Program released() {
    return host.entered()
        .then(host.ruling("release", rules.disconnect(lan.network())))
        .then(stranger.entered());
  }

  private Look asking(int patienceMillis) {
    return Mirror.asking(lan.address(2), port, patienceMillis);
  }

  private boolean isStranger(String seen) {
    return seen.startsWith(other.address(2).getHostAddress() + ":");
  }
}
