package dev.minidocker.labs.net;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.linux.Credentials;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.netlink.Request;
import java.util.List;
import java.util.Set;

/**
 * What there is to see of network namespaces. Every call makes up new names.
 *
 * <p>The machine's own network is only looked at. Where a host takes part, a network namespace
 * plays it, in which a process stays to be seen.
 */
public final class NetExperiments {
  private final NetMechanism mechanism;

  /**
   * @param mechanism makes the network; a learner's own, perhaps
   */
  public NetExperiments(NetMechanism mechanism) {
    this.mechanism = mechanism;
  }

  /** All experiments, in the order in which they are best shown. */
  public List<Experiment> all() {
    return List.of(
        loopback(),
        noPrivilege(),
        new VethExperiment().experiment(),
        new BridgeExperiment(mechanism).experiment(),
        new BandwidthExperiment().experiment());
  }

  /** The emptiest network: one that does not even reach itself. */
  public Experiment loopback() {
    int port = Names.port();
    String text = Names.madeUp();
    Look toItself = Udp.asking(IpPrefix.address("127.0.0.1"), port, text, Udp.IMPATIENT);
    return Experiment.named(
            "net/loopback", "a new network has a loopback that is down, and no more")
        .in(NetMechanism.NAMESPACE)
        .then(
            Scene.narrated("A process is started in a new network namespace. What is there?")
                .observing("links", host -> NetLook.links(self()), NetLook.links())
                .expecting(
                    "the loopback, and perhaps tunnels of the kernel that lead nowhere",
                    (host, container) -> container.matches("lo( \\w+0)*")))
        .then(
            Scene.narrated("A child waits for packets, and sends back what comes.")
                .doing(
                    Action.inside(
                        Fork.andServe(
                            "echo", Set.of(), Udp.listen("echo.udp", port), Udp.echo("echo.udp"))))
                .observing("packet to 127.0.0.1", host -> "", toItself)
                .expecting(
                    "it does not get there: there is no route",
                    (host, container) -> container.startsWith("ENETUNREACH")))
        .then(
            Scene.narrated("The loopback is switched on.")
                .doing(Action.inside(mechanism.loopbackUp()))
                .observing("packet to 127.0.0.1", host -> "", toItself)
                .expecting("it comes back", (host, container) -> container.equals(text)));
  }

  /** Root inside is root of this network too, by a capability. */
  public Experiment noPrivilege() {
    Request bridge = Links.createBridge(NewLink.named(Names.madeUp()));
    Request another = Links.createBridge(NewLink.named(Names.madeUp()));
    return Experiment.named("net/no-privilege", "to change a network takes CAP_NET_ADMIN over it")
        .in(NetMechanism.NAMESPACE)
        .then(
            Scene.narrated("Root inside makes a bridge.")
                .observing("a bridge", host -> "", NetLook.attempt(bridge))
                .expecting("allowed", (host, container) -> container.equals("allowed")))
        .then(
            Scene.narrated("Still root, but without capabilities, it tries again.")
                .doing(Action.inside(Program.of(Credentials.capabilities(Set.of()))))
                .observing("another bridge", host -> "", NetLook.attempt(another))
                .expecting("refused: EPERM", (host, container) -> container.startsWith("EPERM")));
  }

  private static Host self() {
    return new Host((int) ProcessHandle.current().pid());
  }
}
