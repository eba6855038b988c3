package dev.minidocker.labs.networking.experiments;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.HostLook;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Need;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.net.Addresses;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.LinkId;
import dev.minidocker.labs.net.Links;
import dev.minidocker.labs.net.MacvlanMode;
import dev.minidocker.labs.net.Mirror;
import dev.minidocker.labs.net.Names;
import dev.minidocker.labs.net.NewLink;
import dev.minidocker.labs.net.Routes;
import dev.minidocker.labs.net.StackedLinks;
import dev.minidocker.labs.net.Udp;
import dev.minidocker.linux.Program;
import java.net.InetAddress;

/** A container with an address of its own on the host's wire. */
final class MacvlanExperiment {
  private static final int PARENT = 101; // the host's end of the cable
  private static final int CONTAINERS = 150;
  private static final int HOSTS_OWN = 151;

  private final Place host = new Place("host");
  private final Place container = new Place("container");
  private final World world = World.madeUp();
  private final int port = Names.port();

  Experiment experiment() {
    return Experiment.named(
            "networking/macvlan",
            "a macvlan reaches the whole wire, but not the host that it is on")
        .in(CLONE_NEWNET)
        .needing(Need.NAMESPACES, Need.MACVLAN)
        .then(
            Scene.narrated(
                    "A host, and the world at the other end of its cable. A container gets a link"
                        + " of its own on that wire.")
                .doing(Action.inside(wire()))
                .observing("the world is asked", HostLook.NOWHERE, asking(world.address()))
                .expecting(
                    "it sees the container, without any rule or bridge",
                    (host, seen) -> seen.startsWith(address(3).getHostAddress() + ":")))
        .then(
            Scene.narrated("The container asks the host, which is on the same wire.")
                .observing(
                    "the host is asked",
                    HostLook.NOWHERE,
                    Mirror.asking(world.host(), port, Udp.IMPATIENT))
                .expecting(
                    "parent and child do not hear each other: frames leave by the wire",
                    (host, seen) -> seen.startsWith("EAGAIN")))
        .then(
            Scene.narrated(
                    "The host gets a macvlan too, with one more address, and a route to the container by it.")
                .doing(Action.inside(hostsOwn()))
                .observing("the host is asked", HostLook.NOWHERE, asking(address(4)))
                .expecting(
                    "siblings hear each other",
                    (host, seen) -> seen.startsWith(address(3).getHostAddress() + ":")));
  }

  private Program wire() {
    NewLink link = NewLink.named("eth0").withIndex(CONTAINERS);
    return host.here()
        .then(host.mirror(port))
        .then(world.made(host))
        .then(world.place().mirror(port))
        .then(container.made())
        .then(host.entered())
        .then(
            host.asking(
                "macvlan",
                StackedLinks.createMacvlan(link, PARENT, MacvlanMode.BRIDGE),
                Links.move(LinkId.of(CONTAINERS), container.target())))
        .then(container.entered())
        .then(
            container.asking(
                "address",
                Addresses.add(CONTAINERS, IpPrefix.parse(world.prefix() + "3/24")),
                Links.switchOn(LinkId.of(CONTAINERS))));
  }

  private Program hostsOwn() {
    NewLink link = NewLink.named(Names.madeUp()).withIndex(HOSTS_OWN).switchedOn();
    return host.entered()
        .then(
            host.asking(
                "own",
                StackedLinks.createMacvlan(link, PARENT, MacvlanMode.BRIDGE),
                Addresses.add(HOSTS_OWN, IpPrefix.parse(world.prefix() + "4/32")),
                Routes.addOn(IpPrefix.parse(world.prefix() + "3/32"), HOSTS_OWN)))
        .then(container.entered());
  }

  private Look asking(InetAddress whom) {
    return Mirror.asking(whom, port, Udp.PATIENT);
  }

  private InetAddress address(int number) {
    return IpPrefix.address(world.prefix() + number);
  }
}
