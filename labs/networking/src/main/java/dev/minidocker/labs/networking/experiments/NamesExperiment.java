package dev.minidocker.labs.networking.experiments;

import static dev.minidocker.linux.CloneFlag.CLONE_NEWNET;

import dev.minidocker.labkit.Action;
import dev.minidocker.labkit.Experiment;
import dev.minidocker.labkit.HostLook;
import dev.minidocker.labkit.Look;
import dev.minidocker.labkit.Scene;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.Names;
import dev.minidocker.labs.net.Udp;
import dev.minidocker.labs.networking.dns.NameTable;
import dev.minidocker.labs.networking.dns.Responder;
import dev.minidocker.linux.Descriptors;
import dev.minidocker.linux.Program;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A container that asks for others by name; the server is outside, its socket is inside. */
final class NamesExperiment {
  /** Where docker's containers ask. */
  private static final InetAddress SERVER = IpPrefix.address("127.0.0.11");

  private static final String CLIENT = "client.udp";

  private final Place container = new Place("container");
  private final String name = Names.madeUp();
  private final String stranger = Names.madeUp();
  private final String network = Names.network();
  private final Map<String, InetAddress> containers = new TreeMap<>();
  private final DnsSocket server = new DnsSocket(new Responder(table(), List.of()));

  /** Asked anew for every query. */
  private NameTable table() {
    return new NameTable() {
      @Override
      public List<InetAddress> addresses(String asked) {
        return Optional.ofNullable(containers.get(asked)).stream().toList();
      }

      @Override
      public Optional<String> name(InetAddress address) {
        return Optional.empty();
      }
    };
  }

  Experiment experiment() {
    Look answer = DnsSocket.answer(CLIENT);
    return Experiment.named("networking/names", "a name is looked up each time, in a table outside")
        .in(CLONE_NEWNET)
        .then(
            Scene.narrated(
                    "In a container's network is a socket at 127.0.0.11. It asks for " + name + ".")
                .doing(Action.inside(sockets().then(DnsSocket.query(CLIENT, name))))
                .observing("answer", HostLook.NOWHERE, answer)
                .expecting("nobody serves that socket", (host, seen) -> seen.startsWith("EAGAIN")))
        .then(
            Scene.narrated(
                    "The engine outside takes the socket over, without entering the network.")
                .doing(
                    Action.onHost(
                        "pidfd_getfd; " + name + " is " + address(2) + "; recvfrom, sendto",
                        host -> {
                          containers.put(name, IpPrefix.address(address(2)));
                          server.answerOne(host);
                        }))
                .observing("answer", HostLook.NOWHERE, answer)
                .expecting("the address", (host, seen) -> seen.equals("NOERROR " + address(2))))
        .then(
            Scene.narrated("The container asks for " + stranger + ".")
                .doing(Action.inside(DnsSocket.query(CLIENT, stranger))))
        .then(
            Scene.narrated("It is none of the network's, and the engine has nobody else to ask.")
                .doing(Action.onHost("recvfrom, sendto", server::answerOne))
                .observing("answer", HostLook.NOWHERE, answer)
                .expecting("a refusal, and at once", (host, seen) -> seen.equals("SERVFAIL")))
        .then(
            Scene.narrated("It asks for " + name + " again.")
                .doing(Action.inside(DnsSocket.query(CLIENT, name))))
        .then(
            Scene.narrated("That container has been started anew meanwhile.")
                .doing(
                    Action.onHost(
                        name + " is " + address(3) + "; recvfrom, sendto",
                        host -> {
                          containers.put(name, IpPrefix.address(address(3)));
                          server.answerOne(host);
                        }))
                .observing("answer", HostLook.NOWHERE, answer)
                .expecting(
                    "the name has moved with it",
                    (host, seen) -> seen.equals("NOERROR " + address(3))));
  }

  private Program sockets() {
    return container
        .here()
        .then(Udp.listen("server.udp", SERVER, DnsSocket.PORT))
        .then(Program.of(Descriptors.copyTo("server.udp", DnsSocket.NUMBER)))
        .then(Udp.connect(CLIENT, SERVER, DnsSocket.PORT, Udp.IMPATIENT));
  }

  private String address(int number) {
    return network + number;
  }
}
