package dev.minidocker.labs.networking.experiments;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.Fork;
import dev.minidocker.labkit.Host;
import dev.minidocker.labkit.HostLook;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.Links;
import dev.minidocker.labs.net.Names;
import dev.minidocker.labs.net.NetLook;
import dev.minidocker.labs.net.NewLink;
import dev.minidocker.labs.net.Udp;
import dev.minidocker.linux.Arg;
import dev.minidocker.linux.Program;
import dev.minidocker.linux.Step;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.Tasks;
import java.net.InetAddress;
import java.util.Set;

/** Two containers in one network: {@code --network container:OWNER}. */
final class ContainerExperiment {
  private static final InetAddress LOOPBACK = IpPrefix.address("127.0.0.1");
  private static final String OWNER = "owner";
  private static final String OWNERS_PROCESS = "owner.process";
  private static final int SIGKILL = 9;

  private final Place network = new Place(OWNER);
  private final String link = Names.madeUp();
  private final String text = Names.madeUp();
  private final int port = Names.port();

  Experiment experiment() {
    Look packet = Udp.asking(LOOPBACK, port, text, Udp.IMPATIENT);
    Look bind = Look.attempt(Udp.bind("own.udp", LOOPBACK, port));
    return Experiment.named(
            "networking/container",
            "a network belongs to all who are in it, and ends with the last")
        .in(CLONE_NEWNET)
        .then(
            Scene.narrated(
                    "The owner, a container with a network of its own: a link, and a server at"
                        + " 127.0.0.1. Another container sends a packet to 127.0.0.1.")
                .doing(Action.inside(owner()))
                .observing("answer", HostLook.NOWHERE, packet)
                .expecting("not there: its loopback is another", (host, seen) -> isRefused(seen)))
        .then(
            Scene.narrated("--network container:OWNER: it enters the owner's network.")
                .doing(Action.inside(Program.of(Tasks.enter(OWNERS_PROCESS, CLONE_NEWNET))))
                .observing("links", container -> NetLook.links(ownerOf(container)), NetLook.links())
                .expecting("the same, the owner's link too", String::equals)
                .expecting("which has its name", (owner, joiner) -> joiner.contains(link)))
        .then(
            Scene.narrated("It sends the packet again.")
                .observing("answer", HostLook.NOWHERE, packet)
                .expecting("127.0.0.1 is common", (host, seen) -> seen.equals(text)))
        .then(
            Scene.narrated("It wants to be the server of this port itself.")
                .doing(Action.inside(Udp.open("own.udp")))
                .observing("bind", HostLook.NOWHERE, bind)
                .expecting(
                    "ports are common too: taken", (host, seen) -> seen.startsWith("EADDRINUSE")))
        .then(
            Scene.narrated("The owner dies.")
                .doing(Action.inside(ownersDeath()))
                .observing("links", HostLook.NOWHERE, NetLook.links())
                .expecting("the network lives on", (host, seen) -> seen.contains(link)))
        .then(
            Scene.narrated("Once more it wants the port.")
                .observing("bind", HostLook.NOWHERE, bind)
                .expecting(
                    "its owner's sockets are closed", (host, seen) -> seen.equals("allowed")));
  }

  private Program owner() {
    Program child =
        network
            .here()
            .then(network.asking("link", Links.createBridge(NewLink.named(link))))
            .then(Udp.listen("server.udp", LOOPBACK, port));
    return Fork.andServe(OWNER, Set.of(CLONE_NEWNET), child, Udp.echo("server.udp"))
        .then(
            Step.of(Syscall.PIDFD_OPEN, Arg.result(OWNER), Arg.of(0))
                .named(OWNERS_PROCESS)
                .because("a descriptor of a process leads into its namespaces"));
  }

  private static Program ownersDeath() {
    return Program.of(
        Step.of(Syscall.KILL, Arg.result(OWNER), Arg.constant("SIGKILL", SIGKILL)),
        Step.of(Syscall.WAIT4, Arg.result(OWNER), Arg.NULL, Arg.of(0), Arg.NULL));
  }

  private static boolean isRefused(String seen) {
    return seen.startsWith("ENETUNREACH") || seen.startsWith("ECONNREFUSED");
  }

  private static Host ownerOf(Host container) {
    return container.children().get(0);
  }
}
