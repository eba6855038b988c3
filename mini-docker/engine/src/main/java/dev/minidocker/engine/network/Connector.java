package dev.minidocker.engine.network;

import dev.minidocker.engine.naming.Ids;
import dev.minidocker.labs.net.Endpoint;
import dev.minidocker.labs.net.HardwareAddress;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.NewLink;
import dev.minidocker.labs.net.Uplink;
import dev.minidocker.labs.networking.PublishedPort;
import dev.minidocker.labs.networking.dns.NameTable;
import dev.minidocker.labs.networking.ipam.AddressPool;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Connects one new container: addresses first, then ports, and at last the rules for them. */
final class Connector {
  private static final int LINK_ID_DIGITS = 11;
  private static final int FIRST_INDEX = 100; // above those that a new namespace begins with
  private static final int ID_DIGITS = 7; // of 28 bits
  private static final int FIRST_ON_WIRE = 1 << 30; // beyond those that a host gives to links
  private static final int ATTEMPTS = 20;
  private static final int PAUSE_MILLIS = 50;

  private final NetworkStore store;
  private final HostBridges bridges;
  private final NetworkDrivers drivers;
  private final NetworkRequest request;
  private final NetworkClient client;
  private final Path directory;

  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<ContainerEndpoint> noted = new ArrayList<>();
  private final List<Network> joined = new ArrayList<>();
  private final List<Membership> memberships = new ArrayList<>(); // of these
  private final List<PublishedPort> published = new ArrayList<>();
  private final List<HeldPort> held = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param directory of the container
   */
  Connector(
      NetworkStore store,
      HostBridges bridges,
      NetworkRequest request,
      NetworkClient client,
      Path directory) {
    this.store = store;
    this.bridges = bridges;
    this.drivers = new NetworkDrivers(store, bridges);
    this.request = request;
    this.client = client;
    this.directory = directory;
  }

  Connection connect(List<Network> networks) {
    boolean done = false;
    try {
      for (Network network : networks) {
        join(network);
      }
      request.ports().forEach(this::hold);
      ConnectionRecord record = new ConnectionRecord(noted, published);
      record.write(directory); // before rules, so that whoever finds it dead knows of them
      publish();
      done = true;
      return new Connection(
          new NetworkMode.Own(endpoints, named(networks)),
          record,
          held,
          memberships,
          names(networks),
          warnings);
    } finally {
      if (!done) {
        undo();
      }
    }
  }

  private static boolean named(List<Network> networks) {
    return networks.stream().anyMatch(Network::hasNames);
  }

  private NameTable names(List<Network> networks) {
    return new ContainerNames(
        networks.stream().filter(Network::hasNames).toList(),
        store::leases,
        directory.getParent(),
        network -> memberships.get(joined.indexOf(network)).elsewhere());
  }

  private void undo() {
    memberships.forEach(Membership::close);
    store.giveBack(noted, client.id());
    ConnectionRecord.NONE.write(directory);
    held.forEach(HeldPort::close);
  }

  private void join(Network network) {
    Uplink uplink = drivers.of(network).uplink(network, outside());
    warnings.addAll(drivers.of(network).warnings(network));
    drivers.of(network).hardware(network, asked(), List.of()); // before anything is taken
    Membership membership = drivers.of(network).member(network, client.id());
    joined.add(network);
    memberships.add(membership);
    boolean first = endpoints.isEmpty();
    List<IpPrefix> addresses = new ArrayList<>();
    try {
      for (AddressPool pool : network.pools()) {
        Optional<InetAddress> wanted = first ? wanted(pool) : Optional.empty();
        InetAddress address =
            store.leases(network).take(pool, membership.reserve(pool, wanted), client.id());
        addresses.add(new IpPrefix(address, pool.subnet().length()));
      }
    } finally {
      noted.add(endpoint(network, addresses)); // whatever was taken has to be given back
    }
    if (first) {
      requireUsed(network, addresses);
    }
    membership.announce(noted.get(noted.size() - 1));
    endpoints.add(end(network, noted.get(noted.size() - 1), uplink));
  }

  /** The same with the addresses that are free now; nothing is taken. */
  NetworkMode plan(List<Network> networks) {
    for (Network network : networks) {
      boolean first = endpoints.isEmpty();
      List<IpPrefix> addresses =
          network.pools().stream()
              .map(
                  pool ->
                      new IpPrefix(
                          (first ? wanted(pool) : Optional.<InetAddress>empty())
                              .orElseGet(() -> store.leases(network).next(pool)),
                          pool.subnet().length()))
              .toList();
      Uplink uplink = drivers.of(network).foreseen(network, outside());
      endpoints.add(end(network, endpoint(network, addresses), uplink));
    }
    return new NetworkMode.Own(endpoints, named(networks));
  }

  private ContainerEndpoint endpoint(Network network, List<IpPrefix> addresses) {
    return new ContainerEndpoint(
        network.name(),
        "eth" + endpoints.size(),
        addresses,
        drivers.of(network).hardware(network, asked(), addresses),
        network.hasNames() ? names() : List.of());
  }

  private Optional<HardwareAddress> asked() {
    return endpoints.isEmpty() ? request.hardware() : Optional.empty();
  }

  /** The first that leads outside leads everywhere. */
  private Endpoint end(Network network, ContainerEndpoint endpoint, Uplink uplink) {
    int first = uplink instanceof Uplink.Wire ? firstOnWire() : FIRST_INDEX;
    NewLink link = NewLink.named(endpoint.link()).withIndex(first + endpoints.size());
    boolean leads =
        !network.internal() && endpoints.stream().allMatch(one -> one.gateways().isEmpty());
    return new Endpoint(
        endpoint.hardware().map(link::withHardware).orElse(link),
        uplink,
        endpoint.addresses(),
        leads ? drivers.of(network).gateways(network) : List.of());
  }

  /** The host is asked for these, and must not take the number for a link of its own. */
  private int firstOnWire() {
    return FIRST_ON_WIRE + Integer.parseInt(client.id().substring(0, ID_DIGITS), 16);
  }

  /** The host's end of the next link. */
  private String outside() {
    String id = client.id().substring(0, LINK_ID_DIGITS);
    return "mdv" + id + Integer.toHexString(endpoints.size());
  }

  private Optional<InetAddress> wanted(AddressPool pool) {
    return pool.subnet().address() instanceof Inet4Address ? request.address() : request.address6();
  }

  private void requireUsed(Network network, List<IpPrefix> addresses) {
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

  private List<String> names() {
    List<String> names = new ArrayList<>();
    client.name().ifPresent(names::add);
    names.add(Ids.shortened(client.id()));
    names.addAll(request.aliases());
    return names;
  }

  /** Takes a port of the host, for each version of IP that both ends have. */
  private void hold(PortRequest port) {
    Optional<InetAddress> host = port.hostAddress();
    List<InetAddress> targets =
        noted.get(published(port)).addresses().stream()
            .map(IpPrefix::address)
            .filter(
                target ->
                    host.isEmpty()
                        || host.get() instanceof Inet4Address == target instanceof Inet4Address)
            .toList();
    if (targets.isEmpty()) {
      throw new NetworkException(
          "-p: the container has no address to which "
              + host.map(InetAddress::getHostAddress).orElse("")
              + " could lead; network create --ipv6 makes a network with both versions");
    }
    HeldPort taken = HeldPort.take(port, targets.get(0));
    held.add(taken);
    for (InetAddress target : targets) {
      published.add(
          new PublishedPort(host, taken.port(), target, port.containerPort(), port.protocol()));
    }
  }

  /** In which of its networks a port of the host leads to it: the first with a bridge. */
  private int published(PortRequest port) {
    for (int i = 0; i < joined.size(); i++) {
      if (!drivers.of(joined.get(i)).isOnWire()) {
        return i;
      }
    }
    throw new NetworkException(
        "-p "
            + port.containerPort()
            + ": network "
            + joined.get(0).name()
            + " has driver "
            + joined.get(0).driver()
            + ", where containers are reached at their own addresses. Leave -p out, or join a"
            + " bridge network too");
  }

  /** Who had the ports before is dead, as they are ours; its rules may not be gone yet. */
  private void publish() {
    if (published.isEmpty()) {
      return;
    }
    for (int attempt = 0; !bridges.publish(published); attempt++) {
      client.sweep().run();
      if (attempt >= ATTEMPTS) {
        bridges.withdraw(published); // it left no note
      } else if (attempt > 0) {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the ports of another", e);
    }
  }
}
