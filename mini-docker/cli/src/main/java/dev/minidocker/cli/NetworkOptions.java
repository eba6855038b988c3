package dev.minidocker.cli;

import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.network.NetworkException;
import dev.minidocker.engine.network.NetworkRequest;
import dev.minidocker.engine.network.NetworkRequest.KnownHost;
import dev.minidocker.engine.network.PortRequest;
import dev.minidocker.engine.network.ResolverRequest;
import java.util.List;

/** The options about whom a container reaches, and who reaches it. */
final class NetworkOptions {
  private final Syntax syntax;

  /** Adds the options to the syntax of a command. */
  NetworkOptions(Syntax syntax) {
    this.syntax =
        syntax
            .values(
                "NETWORK",
                "none, host, container:NAME, bridge, or a network's name (default: $MINI_DOCKER_NETWORK, else none);"
                    + " name=NETWORK,ip=ADDRESS,… says more of each.",
                "--network",
                "--net")
            .values("[[IP:]HOST:]PORT[/udp]", "Publish a port; ranges too.", "-p", "--publish")
            .flag("Publish all ports that are exposed.", "-P", "--publish-all")
            .values("PORT[/udp]", "A port at which it serves, beside the image's.", "--expose")
            .value("ADDRESS", "IPv4 address in the network.", "--ip")
            .value("ADDRESS", "IPv6 address in the network.", "--ip6")
            .value("ADDRESS", "Hardware address of the link.", "--mac-address")
            .values("NAME", "Another name in the network.", "--network-alias", "--net-alias")
            .values("ADDRESS", "Name server to ask.", "--dns")
            .values("DOMAIN", "Domain to look names up in.", "--dns-search")
            .values("OPTION", "Option of resolv.conf.", "--dns-option", "--dns-opt")
            .values(
                "NAME:ADDRESS",
                "Line for /etc/hosts; host-gateway for the host's address.",
                "--add-host");
  }

  /** What is asked for. */
  NetworkRequest request() {
    return new NetworkRequest(
        EndpointOptions.ofRun(syntax),
        syntax.valuesOf("--publish").stream()
            .flatMap(text -> PortRequest.parse(text).stream())
            .toList(),
        syntax.has("--publish-all"),
        syntax.valuesOf("--expose").stream()
            .flatMap(text -> PortRequest.exposed("--expose", text).stream())
            .toList(),
        new ResolverRequest(servers(), words("--dns-search"), words("--dns-option")),
        syntax.valuesOf("--add-host").stream().map(NetworkOptions::host).toList());
  }

  /** What a build asks for its RUN instructions, by options of the same names. */
  static NetworkRequest ofBuild(Syntax syntax) {
    return byDefault(
        NetworkRequest.asking(
            syntax.valueOf("--network").map(EndpointOptions::network),
            syntax.valuesOf("--add-host").stream().map(NetworkOptions::host).toList()));
  }

  /** The same in the network that the user has chosen for all that ask for none. */
  static NetworkRequest byDefault(NetworkRequest request) {
    return request.byDefault(State.network().map(EndpointOptions::network));
  }

  private List<String> words(String option) {
    return NetworkValues.words(option, syntax.valuesOf(option));
  }

  private List<String> servers() {
    List<String> servers = syntax.valuesOf("--dns");
    servers.forEach(server -> NetworkValues.address("--dns", server));
    return servers;
  }

  private static KnownHost host(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new NetworkException("--add-host " + text + ": write NAME:ADDRESS");
    }
    NetworkValues.requireWord("--add-host", text.substring(0, colon));
    String address = text.substring(colon + 1).replaceAll("[\\[\\]]", "");
    if (!address.equals(KnownHost.GATEWAY)) {
      NetworkValues.address("--add-host", address);
    }
    return new KnownHost(text.substring(0, colon), address);
  }
}
