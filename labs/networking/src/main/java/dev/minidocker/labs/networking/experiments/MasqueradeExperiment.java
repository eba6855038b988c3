package dev.minidocker.labs.networking.experiments;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.HostLook;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.net.Mirror;
import dev.minidocker.labs.net.Names;
import dev.minidocker.labs.net.NetLook;
import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.labs.net.Udp;
import dev.minidocker.labs.networking.NetworkingMechanism;
import dev.minidocker.linux.Program;

/** A container that asks the world, which knows no way to it. */
final class MasqueradeExperiment {
  private final NetMechanism links;
  private final NetworkingMechanism rules;
  private final Place host = new Place("host");
  private final Place container = new Place("container");
  private final Lan lan = Lan.madeUp();
  private final World world = World.madeUp();
  private final int port = Names.port();

  MasqueradeExperiment(NetMechanism links, NetworkingMechanism rules) {
    this.links = links;
    this.rules = rules;
  }

  Experiment experiment() {
    HostLook heard = container -> NetLook.packetsReceived(playsWorld(container));
    return Experiment.named(
            "networking/masquerade", "the world answers the host; a container borrows its address")
        .in(CLONE_NEWNET)
        .then(
            Scene.narrated(
                    "A host, and the world at the other end of its cable. A server there answers"
                        + " who asks with the address that it saw.")
                .doing(Action.inside(hostAndWorld()))
                .observing("answer", HostLook.NOWHERE, asking(Udp.PATIENT))
                .expecting("it sees the host", (host, inside) -> isHost(inside)))
        .then(
            Scene.narrated(
                    "A container at a bridge of the host asks the host, where nobody listens.")
                .doing(Action.inside(lan.made(host).then(lan.joined(links, container, 2))))
                .observing(
                    "answer", HostLook.NOWHERE, Mirror.asking(lan.gateway(), port, Udp.PATIENT))
                .expecting(
                    "the host is its neighbour, and says so",
                    (host, inside) -> inside.startsWith("ECONNREFUSED")))
        .then(
            Scene.narrated("It asks the world. The host passes packets on.")
                .observing("heard, and the answer", heard, asking(Udp.IMPATIENT))
                .expecting(
                    "the world has heard it: one packet more than the host's",
                    (host, inside) -> host.equals("2"))
                .expecting("and knows no way back", (host, inside) -> inside.startsWith("EAGAIN")))
        .then(
            Scene.narrated(
                    "The host gets rules: what leaves the bridge's network appears as the host.")
                .doing(Action.inside(ruled()))
                .observing("answer", HostLook.NOWHERE, asking(Udp.PATIENT))
                .expecting("the container has an answer", (host, inside) -> !isRefused(inside))
                .expecting("the world saw the host", (host, inside) -> isHost(inside)));
  }

  private Program hostAndWorld() {
    return host.here()
        .then(host.setting("ip_forward", "1"))
        .then(world.made(host))
        .then(world.place().setting("conf/all/rp_filter", "0"))
        .then(world.place().setting("conf/eth0/rp_filter", "0"))
        .then(world.place().mirror(port))
        .then(host.entered());
  }

  private Program ruled() {
    return host.entered()
        .then(host.ruling("table", rules.create()))
        .then(host.ruling("rules", rules.connect(lan.network())))
        .then(container.entered());
  }

  private Look asking(int patienceMillis) {
    return Mirror.asking(world.address(), port, patienceMillis);
  }

  private boolean isHost(String seen) {
    return seen.startsWith(world.host().getHostAddress() + ":");
  }

  private static boolean isRefused(String seen) {
    return seen.startsWith("E");
  }

  private static Host playsWorld(Host first) {
    return first.children().get(0);
  }
}
