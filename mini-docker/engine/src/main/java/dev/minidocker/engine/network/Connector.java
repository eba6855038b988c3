package dev.minidocker.engine.network;

import dev.minidocker.engine.naming.Ids;
import dev.minidocker.labs.net.Endpoint;
import dev.minidocker.labs.net.HardwareAddress;
import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.NewLink;
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
  private static final int ATTEMPTS = 20;
  private static final int PAUSE_MILLIS = 50;

  private final NetworkStore store;
  private final HostBridges bridges;
  private final NetworkRequest request;
  private final NetworkClient client;
  private final Path directory;

  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<ContainerEndpoint> noted = new ArrayList<>();
  private final List<PublishedPort> published = new ArrayList<>();
  private final List<HeldPort> held = new ArrayList<>();

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
          new NetworkMode.Own(endpoints, named(networks)), record, held, names(networks));
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
        networks.stream().filter(Network::hasNames).toList(), store::leases, directory.getParent());
  }

  private void undo() {
    store.giveBack(noted, client.id());
    ConnectionRecord.NONE.write(directory);
    held.forEach(HeldPort::close);
  }

  private void join(Network network) {
    int bridge = bridge(network);
    boolean first = endpoints.isEmpty();
    List<IpPrefix> addresses = new ArrayList<>();
    try {
      for (AddressPool pool : network.pools()) {
        Optional<InetAddress> wanted = first ? wanted(pool) : Optional.empty();
        InetAddress address = store.leases(network).take(pool, wanted, client.id());
        addresses.add(new IpPrefix(address, pool.subnet().length()));
      }
    } finally {
      noted.add(endpoint(network, addresses)); // whatever was taken has to be given back
    }
    if (first) {
      requireUsed(network, addresses);
    }
    endpoints.add(end(network, noted.get(noted.size() - 1), bridge));
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
      int bridge = bridges.complete(network).orElse(FIRST_INDEX); // not known before it is made
      endpoints.add(end(network, endpoint(network, addresses), bridge));
    }
    return new NetworkMode.Own(endpoints, named(networks));
  }

  private ContainerEndpoint endpoint(Network network, List<IpPrefix> addresses) {
    boolean asked = endpoints.isEmpty() && request.hardware().isPresent();
    return new ContainerEndpoint(
        network.name(),
        "eth" + endpoints.size(),
        addresses,
        asked ? request.hardware() : hardware(addresses),
        network.hasNames() ? names() : List.of());
  }

  /** The first that leads outside leads everywhere. */
  private Endpoint end(Network network, ContainerEndpoint endpoint, int bridge) {
    int number = endpoints.size();
    NewLink link = NewLink.named(endpoint.link()).withIndex(FIRST_INDEX + number);
    boolean leads =
        !network.internal() && endpoints.stream().allMatch(one -> one.gateways().isEmpty());
    return new Endpoint(
        endpoint.hardware().map(link::withHardware).orElse(link),
        "mdv" + client.id().substring(0, LINK_ID_DIGITS) + Integer.toHexString(number),
        bridge,
        endpoint.addresses(),
        leads ? network.pools().stream().map(AddressPool::gateway).toList() : List.of());
  }

  /** The index of the network's bridge, which is made if it is not there. */
  private int bridge(Network network) {
    return bridges
        .complete(network)
        .orElseGet(
            () ->
                store.locked(
                    () -> bridges.complete(network).orElseGet(() -> bridges.make(network))));
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

  private static Optional<HardwareAddress> hardware(List<IpPrefix> addresses) {
    return addresses.stream()
        .map(IpPrefix::address)
        .filter(Inet4Address.class::isInstance)
        .map(address -> HardwareAddress.of((Inet4Address) address))
        .findFirst();
  }

  /** Takes a port of the host, for each version of IP that both ends have. */
  private void hold(PortRequest port) {
    Optional<InetAddress> host = port.hostAddress();
    List<InetAddress> targets =
        noted.get(0).addresses().stream()
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
