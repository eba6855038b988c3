package dev.minidocker.cli;

import dev.minidocker.commandline.Printable;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.network.EndpointRequest;
import dev.minidocker.engine.network.Network;
import dev.minidocker.engine.network.NetworkException;
import dev.minidocker.labs.net.HardwareAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code --network} in docker's two notations, {@code NETWORK} and {@code
 * name=NETWORK,ip=…,alias=…}, and the options that say the same of the first network.
 */
final class EndpointOptions {
  private static final String NAME = "name";
  private static final String ALIAS = "alias";
  private static final Set<String> KEYS = Set.of(NAME, "ip", "ip6", "mac-address", ALIAS);

  private EndpointOptions() {}

  /** One for each network; none if nothing is asked of any. */
  static List<EndpointRequest> ofRun(Syntax syntax) {
    List<EndpointRequest> asked =
        new ArrayList<>(
            syntax.valuesOf("--network").stream().map(EndpointOptions::read).distinct().toList());
    EndpointRequest options =
        options(
            syntax,
            Network.DEFAULT,
            syntax
                .valueOf("--mac-address")
                .map(text -> NetworkValues.hardware("--mac-address", text)),
            "--network-alias");
    if (asked.isEmpty()) {
      return options.isParticular() ? List.of(options) : List.of();
    }
    asked.set(0, merged(asked.get(0), options));
    return asked;
  }

  /** What a container asks for in one more network. */
  static EndpointRequest ofConnect(Syntax syntax) {
    return options(syntax, syntax.argument(0), Optional.empty(), "--alias");
  }

  /** The network of this name, or the mode. */
  static String network(String name) {
    return name.equals("default") ? Network.DEFAULT : name;
  }

  private static EndpointRequest options(
      Syntax syntax, String network, Optional<HardwareAddress> hardware, String alias) {
    return new EndpointRequest(
        network,
        syntax.valueOf("--ip").map(text -> NetworkValues.address4("--ip", text)),
        syntax.valueOf("--ip6").map(text -> NetworkValues.address6("--ip6", text)),
        hardware,
        NetworkValues.words(alias, syntax.valuesOf(alias)));
  }

  private static EndpointRequest read(String text) {
    if (!text.contains("=")) {
      return EndpointRequest.in(network(text));
    }
    String shown = "--network " + Printable.of(text) + ":";
    Map<String, List<String>> values = values(shown, text);
    return new EndpointRequest(
        one(shown, values, NAME)
            .map(EndpointOptions::network)
            .orElseThrow(() -> new NetworkException(shown + " name= is missing")),
        one(shown, values, "ip").map(ip -> NetworkValues.address4(shown + " ip", ip)),
        one(shown, values, "ip6").map(ip -> NetworkValues.address6(shown + " ip6", ip)),
        one(shown, values, "mac-address")
            .map(mac -> NetworkValues.hardware(shown + " mac-address", mac)),
        NetworkValues.words(shown + " alias", values.getOrDefault(ALIAS, List.of())));
  }

  private static Map<String, List<String>> values(String shown, String text) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String field : fields(shown, text)) {
      int equals = field.indexOf('=');
      String key = equals < 0 ? field : field.substring(0, equals);
      if (!KEYS.contains(key)) {
        throw new NetworkException(
            shown
                + " unknown key \""
                + Printable.of(key)
                + "\"; known are name, ip, ip6, mac-address, alias");
      } else if (equals < 0) {
        throw new NetworkException(shown + " " + key + " has no value: write " + key + "=VALUE");
      }
      values.computeIfAbsent(key, none -> new ArrayList<>()).add(field.substring(equals + 1));
    }
    return values;
  }

  private static List<String> fields(String shown, String text) {
    try {
      return CsvRecord.parse(text).fields();
    } catch (IllegalArgumentException e) {
      throw new NetworkException(shown + " " + e.getMessage(), e);
    }
  }

  private static Optional<String> one(String shown, Map<String, List<String>> values, String key) {
    List<String> all = values.getOrDefault(key, List.of());
    if (all.size() > 1) {
      throw new NetworkException(shown + " " + key + "= is there twice: leave one out");
    }
    return all.stream().findFirst();
  }

  /** What is asked of the first network in either way, but nothing in both. */
  private static EndpointRequest merged(EndpointRequest first, EndpointRequest options) {
    requireOneWay("ip", first.address().isPresent() && options.address().isPresent());
    requireOneWay("ip6", first.address6().isPresent() && options.address6().isPresent());
    requireOneWay("mac-address", first.hardware().isPresent() && options.hardware().isPresent());
    List<String> aliases = new ArrayList<>(first.aliases());
    aliases.addAll(options.aliases());
    return new EndpointRequest(
        first.network(),
        first.address().or(options::address),
        first.address6().or(options::address6),
        first.hardware().or(options::hardware),
        aliases);
  }

  private static void requireOneWay(String key, boolean both) {
    if (both) {
      throw new NetworkException(
          "--"
              + key
              + " is for the first network, of which --network says "
              + key
              + "= already: leave one out");
    }
  }
}
