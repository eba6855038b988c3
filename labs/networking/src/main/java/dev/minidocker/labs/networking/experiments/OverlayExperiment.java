package dev.minidocker.labs.networking.experiments;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.HostLook;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.net.Addresses;
import dev.minidocker.labs.net.ForwardingEntries;
import dev.minidocker.labs.net.HardwareAddress;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.LinkId;
import dev.minidocker.labs.net.Links;
import dev.minidocker.labs.net.Mirror;
import dev.minidocker.labs.net.Names;
import dev.minidocker.labs.net.Neighbours;
import dev.minidocker.labs.net.NewLink;
import dev.minidocker.labs.net.StackedLinks;
import dev.minidocker.labs.net.Udp;
import dev.minidocker.labs.net.Vxlan;
import dev.minidocker.linux.Program;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Containers of two hosts in one network, whose frames travel as contents of packets. */
final class OverlayExperiment {
  private static final int TUNNEL = 150;
  private static final int CLIENT = 1;
  private static final int SERVER = 2;

  private final Place here = new Place("here");
  private final World there = World.madeUp();
  private final Place client = new Place("client");
  private final Place server = new Place("server");
  private final String overlay = Names.network();
  private final Map<Integer, HardwareAddress> hardware =
      Map.of(CLIENT, Names.hardware(), SERVER, Names.hardware());
  private final int id = ThreadLocalRandom.current().nextInt(1, 1 << 24);
  private final int port = Names.port();

  Experiment experiment() {
    return Experiment.named(
            "networking/overlay", "a network over two hosts is a tunnel, and knowing who is where")
        .in(CLONE_NEWNET)
        .needing(Need.NAMESPACES, Need.VXLAN)
        .then(
            Scene.narrated(
                    "Two hosts, connected by a cable. A container on each has one end of a tunnel"
                        + " with the same id, "
                        + id
                        + ", and knows the other's hardware address. One asks the other.")
                .doing(Action.inside(twoHosts()))
                .observing("answer", HostLook.NOWHERE, asking(Udp.IMPATIENT))
                .expecting(
                    "nothing: no end knows at which host that address is",
                    (host, seen) -> seen.startsWith("EAGAIN")))
        .then(
            Scene.narrated("A control plane, here by hand, tells both ends.")
                .doing(Action.inside(told()))
                .observing("answer", HostLook.NOWHERE, asking(Udp.PATIENT))
                .expecting(
                    "the other has seen the container, and not a host",
                    (host, seen) -> seen.startsWith(address(CLIENT).getHostAddress() + ":")))
        .then(
            Scene.narrated("The control plane takes it back at one end.")
                .doing(Action.inside(forgotten()))
                .observing("answer", HostLook.NOWHERE, asking(Udp.IMPATIENT))
                .expecting("nothing again", (host, seen) -> seen.startsWith("EAGAIN")));
  }

  private Program twoHosts() {
    return here.here()
        .then(there.made(here))
        .then(tunnelled(there.place(), there.address(), server, SERVER, CLIENT))
        .then(server.mirror(port))
        .then(here.entered())
        .then(tunnelled(here, there.host(), client, CLIENT, SERVER));
  }

  /** The link moves into the container; its packets leave from where it was made. */
  private Program tunnelled(
      Place host, InetAddress local, Place container, int own, int neighbour) {
    NewLink link = NewLink.named(Names.madeUp()).withIndex(TUNNEL).withHardware(hardware.get(own));
    Vxlan tunnel = new Vxlan(id, local, Vxlan.USUAL_PORT, false);
    return container
        .made()
        .then(host.entered())
        .then(
            host.asking(
                "tunnel",
                StackedLinks.createVxlan(link, tunnel),
                Links.move(LinkId.of(TUNNEL), container.target())))
        .then(container.entered())
        .then(
            container.asking(
                "address",
                Addresses.add(TUNNEL, IpPrefix.parse(overlay + own + "/24")),
                Links.switchOn(LinkId.of(TUNNEL)),
                Neighbours.add(TUNNEL, address(neighbour), hardware.get(neighbour))));
  }

  private Program told() {
    return server
        .entered()
        .then(
            server.asking(
                "told", ForwardingEntries.add(TUNNEL, hardware.get(CLIENT), there.host())))
        .then(client.entered())
        .then(
            client.asking(
                "told", ForwardingEntries.add(TUNNEL, hardware.get(SERVER), there.address())));
  }

  private Program forgotten() {
    return client.asking(
        "forgotten", ForwardingEntries.remove(TUNNEL, hardware.get(SERVER), there.address()));
  }

  private Look asking(int patienceMillis) {
    return Mirror.asking(address(SERVER), port, patienceMillis);
  }

  private InetAddress address(int number) {
    return IpPrefix.address(overlay + number);
  }
}
