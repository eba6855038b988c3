package dev.minidocker.engine.network;

import dev.minidocker.engine.naming.Ids;
import dev.minidocker.labs.net.Endpoint;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.NewLink;
import dev.minidocker.labs.net.Uplink;
import dev.minidocker.labs.networking.ipam.AddressPool;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A container's links to be, in one network after another: takes the addresses for them. */
final class Joining {
  private static final String LINK = "eth";
  private static final int LINK_ID_DIGITS = 11;
  private static final int FIRST_INDEX = 100; // above those that a new namespace begins with
  private static final int ID_DIGITS = 7; // of 28 bits
  private static final int FIRST_ON_WIRE = 1 << 30; // beyond those that a host gives to links

  private final NetworkStore store;
  private final NetworkDrivers drivers;
  private final NetworkClient client;
  private final boolean publishes;
  private final int taken;
  private final boolean led;

  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<ContainerEndpoint> noted = new ArrayList<>();
  private final List<Network> networks = new ArrayList<>();
  private final List<Membership> memberships = new ArrayList<>(); // of these
  private final List<String> warnings = new ArrayList<>();

  /**
   * For a container that is to be.
   *
   * @param publishes whether ports of the host lead to it
   */
  Joining(NetworkStore store, NetworkDrivers drivers, NetworkClient client, boolean publishes) {
    this(store, drivers, client, publishes, 0, false);
  }

  /**
   * For one that has links already.
   *
   * @param taken how many numbers of links are in use
   * @param led whether one of them leads outside
   */
  Joining(
      NetworkStore store, NetworkDrivers drivers, NetworkClient client, int taken, boolean led) {
    this(store, drivers, client, false, taken, led);
  }

  private Joining(
      NetworkStore store,
      NetworkDrivers drivers,
      NetworkClient client,
      boolean publishes,
      int taken,
      boolean led) {
    this.store = store;
    this.drivers = drivers;
    this.client = client;
    this.publishes = publishes;
    this.taken = taken;
    this.led = led;
  }

  /** What the links will be. */
  List<Endpoint> endpoints() {
    return List.copyOf(endpoints);
  }

  /**
   * The network that has these links.
   *
   * @param place where their other ends are, if not here
   */
  NetworkMode mode(Optional<NamespacePaths> place) {
    return new NetworkMode.Own(endpoints(), networks.stream().anyMatch(Network::hasNames), place);
  }

  /** What was taken for them. */
  List<ContainerEndpoint> noted() {
    return List.copyOf(noted);
  }

  /** In which network is the endpoint of this number. */
  List<Network> networks() {
    return List.copyOf(networks);
  }

  /** What has to be kept up while the container runs. */
  List<Membership> memberships() {
    return List.copyOf(memberships);
  }

  /** What the tables of others do not let pass, a line each. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** The containers of these networks at other hosts. */
  List<ContainerEndpoint> elsewhere(Network network) {
    int index = networks.stream().map(Network::name).toList().indexOf(network.name());
    return index < 0 ? List.of() : memberships.get(index).elsewhere();
  }

  /** Gives all of it back. */
  void undo() {
    memberships.forEach(Membership::close);
    store.giveBack(noted, client.id());
  }

  /**
   * One network more.
   *
   * @throws NetworkException if it cannot be had; {@link #undo} gives back what was taken
   */
  void join(Network network, EndpointRequest request) {
    Uplink uplink = drivers.of(network).uplink(network, outside());
    warnings.addAll(drivers.of(network).warnings(network));
    drivers
        .of(network)
        .hardware(network, request.hardware(), List.of()); // before anything is taken
    Membership membership = drivers.of(network).member(network, client.id());
    networks.add(network);
    memberships.add(membership);
    List<IpPrefix> addresses = new ArrayList<>();
    try {
      for (AddressPool pool : network.pools()) {
        InetAddress address =
            store
                .leases(network)
                .take(pool, membership.reserve(pool, wanted(request, pool)), client.id());
        addresses.add(new IpPrefix(address, pool.subnet().length()));
      }
    } finally {
      noted.add(endpoint(network, request, addresses)); // whatever was taken has to be given back
    }
    requireUsed(network, request, addresses);
    membership.announce(noted.get(noted.size() - 1));
    endpoints.add(end(network, noted.get(noted.size() - 1), uplink));
  }

  /** The same with the addresses that are free now; nothing is taken. */
  void foresee(Network network, EndpointRequest request) {
    List<IpPrefix> addresses =
        network.pools().stream()
            .map(
                pool ->
                    new IpPrefix(
                        store.leases(network).foresee(pool, wanted(request, pool)),
                        pool.subnet().length()))
            .toList();
    requireUsed(network, request, addresses);
    Uplink uplink = drivers.of(network).foreseen(network, outside());
    networks.add(network);
    endpoints.add(end(network, endpoint(network, request, addresses), uplink));
  }

  private ContainerEndpoint endpoint(
      Network network, EndpointRequest request, List<IpPrefix> addresses) {
    return new ContainerEndpoint(
        network.name(),
        link(number()),
        addresses,
        drivers.of(network).hardware(network, request.hardware(), addresses),
        network.hasNames() ? names(request) : List.of());
  }

  private int number() {
    return taken + endpoints.size();
  }

  /** The first that leads outside leads everywhere. */
  private Endpoint end(Network network, ContainerEndpoint endpoint, Uplink uplink) {
    int index =
        uplink instanceof Uplink.Wire ? indexOnWire(client.id(), number()) : FIRST_INDEX + number();
    NewLink link = NewLink.named(endpoint.link()).withIndex(index);
    boolean leads =
        !network.internal() && !led && endpoints.stream().allMatch(one -> one.gateways().isEmpty());
    return new Endpoint(
        endpoint.hardware().map(link::withHardware).orElse(link),
        isTranslated() && uplink instanceof Uplink.Bridge bridge ? bridge.reflecting() : uplink,
        endpoint.addresses(),
        leads ? drivers.of(network).gateways(network) : List.of());
  }

  /**
   * Whether rules lead ports of the host to the container. Where bridges ask them too
   * (bridge-nf-call-iptables), what it sends to such a port itself goes back as it came.
   */
  private boolean isTranslated() {
    return publishes && drivers.translate();
  }

  /** The name of the container's link of this number. */
  static String link(int number) {
    return LINK + number;
  }

  /** The number of an endpoint's link. */
  static int number(ContainerEndpoint endpoint) {
    return Integer.parseInt(endpoint.link().substring(LINK.length()));
  }

  /** The host is asked for links with this index, and must not take it for one of its own. */
  static int indexOnWire(String container, int number) {
    return FIRST_ON_WIRE + Integer.parseInt(container.substring(0, ID_DIGITS), 16) + number;
  }

  /** The host's end of the next link. */
  private String outside() {
    String id = client.id().substring(0, LINK_ID_DIGITS);
    return "mdv" + id + Integer.toHexString(number());
  }

  private static Optional<InetAddress> wanted(EndpointRequest request, AddressPool pool) {
    return pool.subnet().address() instanceof Inet4Address ? request.address() : request.address6();
  }

  private static void requireUsed(
      Network network, EndpointRequest request, List<IpPrefix> addresses) {
    List<InetAddress> taken = addresses.stream().map(IpPrefix::address).toList();
    for (InetAddress wanted :
        Stream.of(request.address(), request.address6()).flatMap(Optional::stream).toList()) {
      if (!taken.contains(wanted)) {
        throw new NetworkException(
            wanted.getHostAddress()
                + " is in no subnet of network "
                + network.name()
                + ", which has "
                + network.subnets());
      }
    }
  }

  private List<String> names(EndpointRequest request) {
    List<String> names = new ArrayList<>();
    client.name().ifPresent(names::add);
    names.add(Ids.shortened(client.id()));
    names.addAll(request.aliases());
    return names;
  }
}
