package dev.minidocker.labs.net;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import java.util.List;

/** A container and its host, connected by a pair of links. */
final class VethExperiment {
  private final Cable cable = Cable.madeUp();
  private final String text = Names.madeUp();

  Experiment experiment() {
    Look toTheHost = Udp.asking(IpPrefix.address(cable.host()), cable.port(), text, Udp.PATIENT);
    return Experiment.named("net/veth", "a veth pair is a cable with one end in each network")
        .in(CLONE_NEWNET)
        .then(
            Scene.narrated(
                    "One network plays the host; a process there answers packets. Then the"
                        + " container makes a network of its own.")
                .doing(Action.inside(cable.apart("host.udp", Udp.echo("host.udp"))))
                .observing(
                    "network namespace",
                    host -> playsHost(host).namespace("net"),
                    Look.namespace("net"))
                .expecting("these are two", (host, container) -> !host.equals(container)))
        .then(
            Scene.narrated(
                    "A pair of links is made: one end here, the other in the host's network.")
                .doing(Action.inside(cable.laid()))
                .observing("links", host -> NetLook.links(playsHost(host)), NetLook.links())
                .expecting(
                    "one end is inside, and not outside",
                    (host, container) ->
                        container.contains(cable.inside()) && !host.contains(cable.inside()))
                .expecting(
                    "the other is outside, and not inside",
                    (host, container) ->
                        host.contains(cable.outside()) && !container.contains(cable.outside())))
        .then(
            Scene.narrated("Both ends get an address of one network, and are switched on.")
                .doing(Action.inside(cable.switchedOn()))
                .observing(
                    "packet to the host",
                    host -> NetLook.packetsReceived(playsHost(host)),
                    toTheHost)
                .expecting("it comes back", (host, container) -> container.equals(text))
                .expecting("it was at the host", (host, container) -> !host.equals("0")))
        .then(
            Scene.narrated("The container deletes its end.")
                .doing(
                    Action.inside(
                        Cable.asking("end", List.of(Links.delete(LinkId.of(Cable.INSIDE))))))
                .observing("links", host -> NetLook.links(playsHost(host)), NetLook.links())
                .expecting(
                    "half a cable is none: the host's end is gone too",
                    (host, container) ->
                        !host.contains(cable.outside()) && !container.contains(cable.inside())));
  }

  private static Host playsHost(Host container) {
    return container.children().get(0);
  }
}
