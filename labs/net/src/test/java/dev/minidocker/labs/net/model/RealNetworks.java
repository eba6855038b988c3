package dev.minidocker.labs.net.model;

import dev.minidocker.labs.net.Address;
import dev.minidocker.labs.net.Addresses;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.Link;
import dev.minidocker.labs.net.LinkId;
import dev.minidocker.labs.net.Links;
import dev.minidocker.labs.net.Networks;
import dev.minidocker.labs.net.NewLink;
import dev.minidocker.labs.net.Route;
import dev.minidocker.labs.net.Routes;
import dev.minidocker.labs.net.Rtnetlink;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.netlink.Request;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The same acts in network namespaces of the kernel. */
final class RealNetworks {
  private final Networks networks;

  private RealNetworks(Networks networks) {
    this.networks = networks;
  }

  static History of(List<Act> acts) {
    try (Networks networks = new Networks(Acts.NETWORKS)) {
      RealNetworks real = new RealNetworks(networks);
      List<Optional<Errno>> refusals = acts.stream().map(real::act).toList();
      List<Sight> sights = new ArrayList<>();
      List<Optional<Sight.Way>> ways = new ArrayList<>();
      for (int i = 0; i < Acts.NETWORKS; i++) {
        Rtnetlink network = networks.get(i);
        Map<Integer, Link> links =
            network.links().stream().collect(Collectors.toMap(Link::index, Function.identity()));
        sights.add(sight(network, links));
        Acts.DESTINATIONS.forEach(destination -> ways.add(way(network, links, destination)));
      }
      return new History(refusals, sights, ways);
    }
  }

  private Optional<Errno> act(Act act) {
    Rtnetlink network = networks.get(act.network());
    try {
      network.execute(request(act, network));
      return Optional.empty();
    } catch (ErrnoException e) {
      return Optional.of(e.errno());
    }
  }

  private Request request(Act act, Rtnetlink network) {
    if (act instanceof Act.CreateVeth veth) {
      return Links.createVeth(
          NewLink.named(veth.name()),
          NewLink.named(veth.peersName()),
          networks.target(veth.peersNetwork()));
    } else if (act instanceof Act.CreateBridge bridge) {
      return Links.createBridge(NewLink.named(bridge.name()));
    } else if (act instanceof Act.Delete delete) {
      return Links.delete(LinkId.named(delete.name()));
    } else if (act instanceof Act.Move move) {
      return Links.move(LinkId.named(move.name()), networks.target(move.to()));
    } else if (act instanceof Act.SwitchOn on) {
      return Links.switchOn(LinkId.named(on.name()));
    } else if (act instanceof Act.SwitchOff off) {
      return Links.switchOff(LinkId.named(off.name()));
    } else if (act instanceof Act.Enslave enslave) {
      int bridge = network.link(enslave.bridge()).index();
      return Links.enslave(LinkId.named(enslave.name()), bridge);
    } else if (act instanceof Act.AddAddress add) {
      return Addresses.add(network.link(add.name()).index(), add.address());
    }
    Act.AddRoute add = (Act.AddRoute) act;
    return Routes.addVia(add.destination(), add.gateway());
  }

  private static Sight sight(Rtnetlink network, Map<Integer, Link> links) {
    List<Address> addresses = network.addresses();
    return new Sight(
        links.values().stream()
            .filter(link -> link.name().startsWith("md"))
            .map(
                link ->
                    new Sight.SeenLink(
                        link.name(),
                        link.isUp(),
                        link.kind().equals(Optional.of("veth")) && link.hasCarrier(),
                        link.master().map(master -> links.get(master).name()),
                        addressesOf(link, addresses)))
            .collect(Collectors.toSet()),
        network.routes().stream()
            .filter(Route::isInMainTable)
            .filter(route -> isOfVersion4(route.destination()))
            .map(
                route ->
                    new Sight.SeenRoute(
                        route.destination(),
                        route.gateway(),
                        links.get(route.link().orElseThrow()).name()))
            .collect(Collectors.toSet()));
  }

  private static Set<IpPrefix> addressesOf(Link link, List<Address> addresses) {
    return addresses.stream()
        .filter(address -> address.link() == link.index())
        .map(Address::prefix)
        .filter(RealNetworks::isOfVersion4)
        .collect(Collectors.toSet());
  }

  private static Optional<Sight.Way> way(
      Rtnetlink network, Map<Integer, Link> links, InetAddress destination) {
    try {
      Route route = network.routeTo(destination);
      String link = links.get(route.link().orElseThrow()).name();
      return Optional.of(new Sight.Way(route.gateway(), link));
    } catch (ErrnoException e) {
      if (e.errno() == Errno.ENETUNREACH) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isOfVersion4(IpPrefix prefix) {
    return prefix.address() instanceof Inet4Address;
  }
}
