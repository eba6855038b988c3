package dev.minidocker.cli;

import dev.minidocker.commandline.Printable;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.network.NetworkException;
import dev.minidocker.engine.network.NetworkRequest;
import dev.minidocker.engine.network.NetworkRequest.KnownHost;
import dev.minidocker.engine.network.PortRequest;
import dev.minidocker.labs.net.HardwareAddress;
import dev.minidocker.labs.net.IpPrefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** The options about whom a container reaches, and who reaches it. */
final class NetworkOptions {
  private static final String ETHERNET = "[0-9a-fA-F]{1,2}(:[0-9a-fA-F]{1,2}){5}";
  private static final int GROUP = 1; // the lowest bit of the first octet; IEEE 802

  private final Syntax syntax;

  /** Adds the options to the syntax of a command. */
  NetworkOptions(Syntax syntax) {
    this.syntax =
        syntax
            .values(
                "NETWORK",
                "none, host, container:NAME, bridge, or a network's name (default: $MINI_DOCKER_NETWORK, else none).",
                "--network",
                "--net")
            .values("[[IP:]HOST:]PORT[/udp]", "Publish a port; ranges too.", "-p", "--publish")
            .flag("Publish all ports that the image names.", "-P", "--publish-all")
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
        syntax.valuesOf("--network").stream().map(NetworkOptions::network).distinct().toList(),
        address(syntax, "--ip", true),
        address(syntax, "--ip6", false),
        syntax.valueOf("--mac-address").map(NetworkOptions::hardware),
        words("--network-alias"),
        syntax.valuesOf("--publish").stream()
            .flatMap(text -> PortRequest.parse(text).stream())
            .toList(),
        syntax.has("--publish-all"),
        servers(),
        words("--dns-search"),
        words("--dns-option"),
        syntax.valuesOf("--add-host").stream().map(NetworkOptions::host).toList());
  }

  /** What a container asks for in one more network. */
  static NetworkRequest ofConnect(Syntax syntax) {
    return NetworkRequest.member(
        address(syntax, "--ip", true), address(syntax, "--ip6", false), syntax.valuesOf("--alias"));
  }

  /** What a build asks for its RUN instructions, by options of the same names. */
  static NetworkRequest ofBuild(Syntax syntax) {
    return byDefault(
        NetworkRequest.asking(
            syntax.valueOf("--network").map(NetworkOptions::network),
            syntax.valuesOf("--add-host").stream().map(NetworkOptions::host).toList()));
  }

  /** The same in the network that the user has chosen for all that ask for none. */
  static NetworkRequest byDefault(NetworkRequest request) {
    return request.byDefault(State.network().map(NetworkOptions::network));
  }

  private static String network(String name) {
    return name.equals("default") ? "bridge" : name;
  }

  private static Optional<InetAddress> address(Syntax syntax, String option, boolean version4) {
    return syntax
        .valueOf(option)
        .map(
            text -> {
              InetAddress address = address(option, text);
              if (address instanceof Inet4Address != version4) {
                throw new NetworkException(
                    option
                        + " "
                        + text
                        + ": an address of IPv"
                        + (version4 ? 4 : 6)
                        + " is needed");
              }
              return address;
            });
  }

  private static InetAddress address(String option, String text) {
    try {
      return IpPrefix.address(text);
    } catch (IllegalArgumentException e) {
      throw new NetworkException(option + " " + text + ": " + e.getMessage(), e);
    }
  }

  private static HardwareAddress hardware(String text) {
    if (!text.matches(ETHERNET)) {
      throw new NetworkException("--mac-address " + text + ": write it as in 02:42:ac:11:00:02");
    }
    HardwareAddress address = HardwareAddress.parse(text);
    if (address.octets().stream().allMatch(octet -> octet == 0)) {
      throw new NetworkException("--mac-address " + text + ": no link can have it");
    }
    if ((address.octets().get(0) & GROUP) != 0) {
      throw new NetworkException(
          "--mac-address "
              + text
              + ": it means a group of links, not one: the first two digits make an even number");
    }
    return address;
  }

  /** What stands in a file where words are parted by spaces, and lines by ends of lines. */
  private List<String> words(String option) {
    List<String> words = syntax.valuesOf(option);
    words.forEach(word -> requireWord(option, word));
    return words;
  }

  private static void requireWord(String option, String text) {
    if (!text.matches("[^\\s\\p{Cntrl}]+")) {
      throw new NetworkException(
          option + " \"" + Printable.of(text) + "\": write one word, without spaces");
    }
  }

  private List<String> servers() {
    List<String> servers = syntax.valuesOf("--dns");
    servers.forEach(server -> address("--dns", server));
    return servers;
  }

  private static KnownHost host(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new NetworkException("--add-host " + text + ": write NAME:ADDRESS");
    }
    requireWord("--add-host", text.substring(0, colon));
    String address = text.substring(colon + 1).replaceAll("[\\[\\]]", "");
    if (!address.equals(KnownHost.GATEWAY)) {
      address("--add-host", address);
    }
    return new KnownHost(text.substring(0, colon), address);
  }
}
