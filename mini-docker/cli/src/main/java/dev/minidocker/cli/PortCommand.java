package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.Engine;
import dev.minidocker.engine.network.NetworkException;
import dev.minidocker.labs.networking.PublishedPort;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** {@code mini-docker port}: where the host leads to a container. */
final class PortCommand implements Command {
  private final Syntax syntax =
      Syntax.of("port", "List where the host leads to a container.", this)
          .argument("CONTAINER", "A name, an id, or its beginning.")
          .arguments("PORT[/udp]", "Only this port of the container.", 0);

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Engine engine = Session.open().engine();
    String id = engine.containers().find(syntax.argument(0)).record().id();
    List<PublishedPort> ports = engine.networks().connections(id).ports();
    Optional<String> wanted = syntax.arguments(1).stream().findFirst();
    if (wanted.isEmpty()) {
      ports.forEach(port -> System.out.println(target(port) + " -> " + host(port)));
      return 0;
    }
    String target = wanted.get().contains("/") ? wanted.get() : wanted.get() + "/tcp";
    List<PublishedPort> found = ports.stream().filter(port -> target(port).equals(target)).toList();
    if (found.isEmpty()) {
      throw new NetworkException(
          "the host does not lead to port "
              + target
              + " of container \""
              + syntax.argument(0)
              + "\". mini-docker port "
              + syntax.argument(0)
              + " lists those to which it does");
    }
    found.forEach(port -> System.out.println(host(port)));
    return 0;
  }

  /** As {@code ps} has it: {@code 0.0.0.0:8080->80/tcp}. */
  static String shown(PublishedPort port) {
    return host(port) + "->" + target(port);
  }

  private static String target(PublishedPort port) {
    return port.containerPort() + "/" + port.protocol();
  }

  private static String host(PublishedPort port) {
    String every = port.containerAddress() instanceof Inet4Address ? "0.0.0.0" : "::";
    String address = port.hostAddress().map(InetAddress::getHostAddress).orElse(every);
    boolean version6 = port.containerAddress() instanceof Inet6Address;
    return (version6 ? "[" + address + "]" : address) + ":" + port.hostPort();
  }
}
