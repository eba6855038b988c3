package dev.minidocker.labs.networking.experiments;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.HostLook;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.net.LinkId;
import dev.minidocker.labs.net.Links;
import dev.minidocker.labs.net.Mirror;
import dev.minidocker.labs.net.Names;
import dev.minidocker.labs.net.NetLook;
import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.labs.net.Udp;
import dev.minidocker.linux.Program;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a bridge learns from the frames that pass it. */
final class BridgeExperiment {
  private final NetMechanism mechanism;
  private final Place host = new Place("host");
  private final Place first = new Place("first");
  private final Place second = new Place("second");
  private final Lan lan = Lan.madeUp();
  private final String firstPort = Names.madeUp();
  private final String secondPort = Names.madeUp();
  private final int port = Names.port();

  BridgeExperiment(NetMechanism mechanism) {
    this.mechanism = mechanism;
  }

  Experiment experiment() {
    return Experiment.named(
            "networking/bridge", "a bridge learns at which port somebody is, and forgets it")
        .in(CLONE_NEWNET)
        .then(
            Scene.narrated("A host, its bridge, and two containers at it.")
                .doing(Action.inside(twoContainers()))
                .observing("links", host -> NetLook.links(playsHost(host)), NetLook.links())
                .expecting(
                    "two ports at the host",
                    (host, container) -> host.contains(firstPort) && host.contains(secondPort)))
        .then(
            Scene.narrated("The second container asks the first, whom nobody has seen yet.")
                .observing("answer", HostLook.NOWHERE, asking(Udp.PATIENT))
                .expecting(
                    "it sees the second's own address",
                    (host, container) ->
                        container.startsWith(lan.address(3).getHostAddress() + ":")))
        .then(
            Scene.narrated("What does the bridge know now?")
                .doing(Action.inside(host.entered()))
                .observing("learned", HostLook.NOWHERE, NetLook.learned())
                .expecting("a sender at each port", (host, learned) -> ports(learned) == 2))
        .then(
            Scene.narrated("The host switches the first container's port off.")
                .doing(Action.inside(host.asking("off", Links.switchOff(LinkId.named(firstPort)))))
                .observing("learned", HostLook.NOWHERE, NetLook.learned())
                .expecting(
                    "who was there is forgotten at once", (host, learned) -> ports(learned) == 1))
        .then(
            Scene.narrated("The second container asks again.")
                .doing(Action.inside(second.entered()))
                .observing("answer", HostLook.NOWHERE, asking(Udp.IMPATIENT))
                .expecting("nothing comes back", (host, container) -> container.startsWith("E")));
  }

  private Program twoContainers() {
    return host.here()
        .then(lan.made(host))
        .then(Fork.andStay("stays", Set.of(), Program.EMPTY))
        .then(lan.joined(mechanism, first, 2, firstPort))
        .then(first.mirror(port))
        .then(host.entered())
        .then(lan.joined(mechanism, second, 3, secondPort));
  }

  private Look asking(int patienceMillis) {
    return Mirror.asking(lan.address(2), port, patienceMillis);
  }

  private static long ports(String learned) {
    return Pattern.compile("index \\d+")
        .matcher(learned)
        .results()
        .map(MatchResult::group)
        .distinct()
        .count();
  }

  private static Host playsHost(Host container) {
    return container.children().get(0);
  }
}
