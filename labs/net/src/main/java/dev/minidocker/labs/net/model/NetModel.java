package dev.minidocker.labs.net.model;

import static dev.minidocker.linux.Errno.EEXIST;
import static dev.minidocker.linux.Errno.EINVAL;
import static dev.minidocker.linux.Errno.ELOOP;
import static dev.minidocker.linux.Errno.ENETUNREACH;
import static dev.minidocker.linux.Errno.ENODEV;
import static dev.minidocker.linux.Errno.EOPNOTSUPP;

import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.linux.Errno;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Network namespaces without a kernel, for IPv4. A link is in one namespace, and its name is unique
 * there. A veth has a peer for life. Whoever is up has, for each network that it has an address of,
 * a route.
 */
public class NetModel {

  /** Something that packets go in and out of. */
  protected static final class Link {
    final String name;
    final List<IpPrefix> addresses = new ArrayList<>();
    int network;
    boolean up;

    /** The other end of a veth; a bridge has none. */
    Link peer;

    /** The bridge that this is a port of. */
    Link bridge;

    Link(int network, String name) {
      this.network = network;
      this.name = name;
    }
  }

  /** Where packets to some destinations go. */
  protected record Route(IpPrefix destination, Optional<InetAddress> gateway, Link link) {}

  private static final Optional<Errno> DONE = Optional.empty();

  protected final List<Link> links = new ArrayList<>();
  protected final List<Route> routes = new ArrayList<>();

  /** Does it, or says why not. */
  public final Optional<Errno> act(Act act) {
    if (act instanceof Act.CreateVeth veth) {
      return createVeth(veth);
    } else if (act instanceof Act.CreateBridge bridge) {
      return create(new Link(bridge.network(), bridge.name()));
    } else if (act instanceof Act.Delete delete) {
      return with(act, delete.name(), done(this::delete));
    } else if (act instanceof Act.Move move) {
      return with(act, move.name(), link -> move(link, move.to()));
    } else if (act instanceof Act.SwitchOn on) {
      return with(act, on.name(), done(this::switchOn));
    } else if (act instanceof Act.SwitchOff off) {
      return with(act, off.name(), done(this::switchOff));
    } else if (act instanceof Act.Enslave enslave) {
      return with(
          act,
          enslave.name(),
          link -> with(act, enslave.bridge(), bridge -> enslave(link, bridge)));
    } else if (act instanceof Act.AddAddress add) {
      return with(act, add.name(), link -> addAddress(link, add.address()));
    }
    return addRoute((Act.AddRoute) act);
  }

  /** The link of this name in this namespace. */
  protected Optional<Link> find(int network, String name) {
    return links.stream()
        .filter(link -> link.network == network && link.name.equals(name))
        .findFirst();
  }

  private Optional<Errno> with(Act act, String name, Function<Link, Optional<Errno>> deed) {
    Optional<Link> link = find(act.network(), name);
    return link.isPresent() ? deed.apply(link.get()) : Optional.of(ENODEV);
  }

  private static Function<Link, Optional<Errno>> done(Consumer<Link> deed) {
    return link -> {
      deed.accept(link);
      return DONE;
    };
  }

  private Optional<Errno> create(Link link) {
    if (find(link.network, link.name).isPresent()) {
      return Optional.of(EEXIST);
    }
    links.add(link);
    return DONE;
  }

  private Optional<Errno> createVeth(Act.CreateVeth veth) {
    Link one = new Link(veth.network(), veth.name());
    Link other = new Link(veth.peersNetwork(), veth.peersName());
    one.peer = other;
    other.peer = one;
    Optional<Errno> refusal = create(one);
    if (refusal.isEmpty()) {
      refusal = create(other);
      refusal.ifPresent(errno -> links.remove(one));
    }
    return refusal;
  }

  /** A veth does not live without its peer; ports survive their bridge. */
  protected void delete(Link link) {
    leave(link);
    links.remove(link);
    links.stream().filter(port -> port.bridge == link).forEach(port -> port.bridge = null);
    if (link.peer != null && links.contains(link.peer)) {
      delete(link.peer);
    }
  }

  /** It arrives down, without addresses, of no bridge; its peer remains its peer. */
  protected Optional<Errno> move(Link link, int to) {
    if (to == link.network) {
      return DONE;
    } else if (link.peer == null) {
      return Optional.of(EINVAL); // bridges stay where they were made
    } else if (find(to, link.name).isPresent()) {
      return Optional.of(EEXIST);
    }
    leave(link);
    link.network = to;
    link.addresses.clear();
    return DONE;
  }

  private void leave(Link link) {
    switchOff(link);
    link.bridge = null;
  }

  /** For each network that it has an address of, one route. */
  protected void switchOn(Link link) {
    if (!link.up) {
      link.up = true;
      link.addresses.stream()
          .map(IpPrefix::network)
          .distinct()
          .forEach(network -> routes.add(new Route(network, Optional.empty(), link)));
    }
  }

  /** Its routes are gone, all of them; its addresses stay. */
  protected void switchOff(Link link) {
    link.up = false;
    routes.removeIf(route -> route.link == link);
  }

  /** The old bridge is left first, even if there is no way into the new one. */
  private static Optional<Errno> enslave(Link link, Link bridge) {
    if (link.bridge == bridge) {
      return DONE;
    }
    link.bridge = null;
    if (bridge.peer != null) {
      return Optional.of(EOPNOTSUPP);
    } else if (link.peer == null) {
      return Optional.of(ELOOP);
    }
    link.bridge = bridge;
    return DONE;
  }

  private Optional<Errno> addAddress(Link link, IpPrefix address) {
    if (link.addresses.contains(address)) {
      return Optional.of(EEXIST);
    }
    boolean first = link.addresses.stream().noneMatch(a -> a.network().equals(address.network()));
    link.addresses.add(address);
    if (first && link.up) {
      routes.add(new Route(address.network(), Optional.empty(), link));
    }
    return DONE;
  }

  /** The gateway must be a neighbour. */
  private Optional<Errno> addRoute(Act.AddRoute add) {
    Optional<Route> way =
        longest(
            routes.stream()
                .filter(route -> route.link.network == add.network())
                .filter(route -> route.gateway.isEmpty())
                .filter(route -> route.destination.contains(add.gateway()))
                .toList());
    if (way.isEmpty()) {
      return Optional.of(ENETUNREACH);
    } else if (routes.stream()
        .filter(route -> route.link.network == add.network())
        .anyMatch(route -> route.destination.equals(add.destination().network()))) {
      return Optional.of(EEXIST);
    }
    routes.add(new Route(add.destination().network(), Optional.of(add.gateway()), way.get().link));
    return DONE;
  }

  /** How a packet leaves the namespace; of several routes the most exact one. */
  public final Optional<Sight.Way> wayTo(int network, InetAddress destination) {
    List<Route> all =
        routes.stream()
            .filter(route -> route.link.network == network)
            .filter(route -> route.destination.contains(destination))
            .toList();
    return longest(all).map(route -> new Sight.Way(route.gateway, route.link.name));
  }

  /** The longest prefix; of equals the older. */
  protected Optional<Route> longest(List<Route> candidates) {
    return candidates.stream()
        .sorted(Comparator.comparingInt((Route route) -> route.destination.length()).reversed())
        .findFirst();
  }

  /** Whether packets can get through: a cable needs both ends. */
  protected boolean hasCarrier(Link link) {
    return link.up && link.peer != null && link.peer.up;
  }

  /** What is seen in a namespace. */
  public final Sight seen(int network) {
    return new Sight(
        links.stream()
            .filter(link -> link.network == network)
            .map(
                link ->
                    new Sight.SeenLink(
                        link.name,
                        link.up,
                        hasCarrier(link),
                        Optional.ofNullable(link.bridge).map(bridge -> bridge.name),
                        Set.copyOf(link.addresses)))
            .collect(Collectors.toSet()),
        routes.stream()
            .filter(route -> route.link.network == network)
            .map(route -> new Sight.SeenRoute(route.destination, route.gateway, route.link.name))
            .collect(Collectors.toSet()));
  }
}
