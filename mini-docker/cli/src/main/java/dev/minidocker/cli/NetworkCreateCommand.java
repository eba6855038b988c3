package dev.minidocker.cli;

import dev.minidocker.commandline.Command;
import dev.minidocker.commandline.Syntax;
import dev.minidocker.engine.network.NetworkException;
import dev.minidocker.engine.network.NetworkSpec;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.ipam.AddressPool;
import dev.minidocker.labs.networking.ipam.IpamException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code mini-docker network create}. */
final class NetworkCreateCommand implements Command {
  private final Syntax syntax =
      Syntax.of("create", "Make a network.", this)
          .value(
              "DRIVER", "bridge, macvlan, ipvlan or overlay (default: bridge).", "-d", "--driver")
          .values(
              "SUBNET", "Of its containers, as in 10.1.0.0/16; one of each IP version.", "--subnet")
          .values("RANGE", "The part of the subnet that containers get addresses of.", "--ip-range")
          .values(
              "ADDRESS",
              "Where containers send what is for others; the bridge has it.",
              "--gateway")
          .values(
              "NAME=ADDRESS",
              "Of the subnet, but somebody else's: no container gets it.",
              "--aux-address")
          .flag("Addresses of IPv6 too.", "--ipv6")
          .flag("Its containers reach nobody outside of it.", "--internal")
          .flag("Any container may be in it, which is so without this too.", "--attachable")
          .values(
              "NAME=VALUE", "For the driver: parent=LINK, etcd=http://HOST:2379, …", "-o", "--opt")
          .values("NAME=VALUE", "Label.", "--label")
          .argument("NETWORK", "Its name.");

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    NetworkSpec spec =
        new NetworkSpec(
            syntax.argument(0),
            syntax.valueOf("--driver").orElse("bridge"),
            pools(),
            syntax.has("--ipv6"),
            syntax.has("--internal"),
            pairs("--opt"),
            pairs("--label"));
    System.out.println(Session.open().engine().networks().create(spec).id());
    return 0;
  }

  /** Each range, gateway and other address belongs to the subnet that it is in. */
  private List<AddressPool> pools() {
    List<IpPrefix> ranges = parsed("--ip-range", IpPrefix::parse);
    List<InetAddress> gateways = parsed("--gateway", IpPrefix::address);
    Map<String, InetAddress> others = others();
    List<AddressPool> pools = new ArrayList<>();
    for (IpPrefix subnet : parsed("--subnet", IpPrefix::parse)) {
      Optional<IpPrefix> range =
          ranges.stream().filter(one -> subnet.contains(one.address())).findFirst();
      Optional<InetAddress> gateway = gateways.stream().filter(subnet::contains).findFirst();
      range.ifPresent(ranges::remove);
      gateway.ifPresent(gateways::remove);
      Map<String, InetAddress> auxiliary = new LinkedHashMap<>(others);
      auxiliary.values().removeIf(address -> !subnet.contains(address));
      others.keySet().removeAll(auxiliary.keySet());
      try {
        pools.add(AddressPool.of(subnet, range, gateway, auxiliary));
      } catch (IpamException e) {
        throw new NetworkException(e.getMessage(), e);
      }
    }
    requireUsed("--ip-range", ranges);
    requireUsed("--gateway", gateways.stream().map(InetAddress::getHostAddress).toList());
    requireUsed(
        "--aux-address", others.values().stream().map(InetAddress::getHostAddress).toList());
    requireOneOfEach(pools);
    return pools;
  }

  private Map<String, InetAddress> others() {
    Map<String, InetAddress> others = new LinkedHashMap<>();
    pairs("--aux-address").forEach((name, text) -> others.put(name, other(name, text)));
    return others;
  }

  private static InetAddress other(String name, String text) {
    if (name.isEmpty() || text.isEmpty()) {
      throw new NetworkException("--aux-address " + name + text + ": write NAME=ADDRESS");
    }
    return NetworkValues.address("--aux-address", text);
  }

  private static void requireUsed(String option, List<?> rest) {
    if (!rest.isEmpty()) {
      throw new NetworkException(
          option + " " + rest.get(0) + " is in no subnet of the network: name that with --subnet");
    }
  }

  private static void requireOneOfEach(List<AddressPool> pools) {
    long lengths =
        pools.stream().map(pool -> pool.gateway().getAddress().length).distinct().count();
    if (lengths < pools.size()) {
      throw new NetworkException(
          "several --subnet of one IP version: a network has one of IPv4, one of IPv6, or both");
    }
  }

  private <T> List<T> parsed(String option, Function<String, T> parser) {
    List<T> all = new ArrayList<>();
    for (String text : syntax.valuesOf(option)) {
      try {
        all.add(parser.apply(text));
      } catch (IllegalArgumentException e) {
        throw new NetworkException(option + ": " + e.getMessage(), e);
      }
    }
    return all;
  }

  private Map<String, String> pairs(String option) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String text : syntax.valuesOf(option)) {
      int equals = text.indexOf('=');
      pairs.put(
          equals < 0 ? text : text.substring(0, equals),
          equals < 0 ? "" : text.substring(equals + 1));
    }
    return pairs;
  }
}
