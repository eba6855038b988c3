package dev.minidocker.engine.network;

import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.LinkId;
import dev.minidocker.labs.net.Links;
import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.labs.net.Routes;
import dev.minidocker.labs.networking.PublishedPort;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.netlink.Request;
import dev.minidocker.linux.proc.ProcessIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A container that runs, and comes to more networks, or leaves some. */
final class RunningMember {
  private final NetworkStore store;
  private final HostNetwork host;
  private final HostBridges bridges;
  private final NetworkDrivers drivers;
  private final Path directory;
  private final String id;
  private final ProcessIdentity process;

  /**
   * @param directory of the container; its record is locked by the caller
   * @param process in its network namespace
   */
  RunningMember(
      NetworkStore store,
      HostNetwork host,
      HostBridges bridges,
      Path directory,
      ProcessIdentity process) {
    this.store = store;
    this.host = host;
    this.bridges = bridges;
    this.drivers = new NetworkDrivers(store, bridges);
    this.directory = directory;
    this.id = directory.getFileName().toString();
    this.process = process;
  }

  /** What is taken is noted first, so that it is given back even if this process is killed. */
  void join(Network network, EndpointRequest request, NetworkClient client, NetMechanism lab) {
    ConnectionRecord before = ConnectionRecord.of(directory);
    if (endpoint(before, network).isPresent()) {
      throw new NetworkException("it is in network " + network.name() + " already");
    } else if (drivers.of(network).isKeptUp()) {
      throw new NetworkException(
          "in network "
              + network.name()
              + " is only who began there, since the mini-docker that runs it tells other hosts of it."
              + " Name the network when it is run");
    }
    int taken = numbers(before);
    ContainerEndpoint unknown =
        new ContainerEndpoint(
            network.name(), Joining.link(taken), List.of(), Optional.empty(), List.of());
    Joining joining = new Joining(store, drivers, client, taken, leading(before).isPresent());
    boolean done = false;
    try (Visit visit = new Visit(process, host)) {
      before.with(unknown).write(directory);
      joining.join(network, request);
      before.with(joining.noted().get(0)).write(directory);
      visit.connect(lab, joining.endpoints().get(0));
      done = true;
    } finally {
      if (!done) {
        joining.undo();
        before.write(directory);
      }
    }
  }

  /** Its link goes, and with it whatever led there. */
  void leave(Network network) {
    ConnectionRecord before = ConnectionRecord.of(directory);
    ContainerEndpoint endpoint =
        endpoint(before, network)
            .orElseThrow(() -> new NetworkException("it is not in network " + network.name()));
    List<PublishedPort> ports =
        before.ports().stream().filter(port -> leadsTo(endpoint, port)).toList();
    ConnectionRecord after = before.without(endpoint, ports);
    try (Visit visit = new Visit(process, host)) {
      remove(visit, endpoint);
      if (leading(before).equals(Optional.of(endpoint))) {
        leading(after).ifPresent(next -> visit.ask(everywhere(next)));
      }
    }
    bridges.withdraw(ports);
    after.write(directory);
    store.giveBack(List.of(endpoint), id);
  }

  /** Whoever was killed may have noted the endpoint, and made no link. */
  private static void remove(Visit visit, ContainerEndpoint endpoint) {
    try {
      visit.ask(List.of(Links.delete(LinkId.named(endpoint.link()))));
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ENODEV) {
        throw e;
      }
    }
  }

  private static boolean leadsTo(ContainerEndpoint endpoint, PublishedPort port) {
    return endpoint.addresses().stream()
        .map(IpPrefix::address)
        .anyMatch(port.containerAddress()::equals);
  }

  private static Optional<ContainerEndpoint> endpoint(ConnectionRecord record, Network network) {
    return record.endpoints().stream()
        .filter(endpoint -> endpoint.network().equals(network.name()))
        .findFirst();
  }

  /** The number behind the highest. */
  private static int numbers(ConnectionRecord record) {
    return record.endpoints().stream()
        .mapToInt(endpoint -> Joining.number(endpoint) + 1)
        .max()
        .orElse(0);
  }

  /** The endpoint by which it reaches everybody else: the first that leads outside. */
  private Optional<ContainerEndpoint> leading(ConnectionRecord record) {
    return record.endpoints().stream()
        .filter(
            endpoint -> store.find(endpoint.network()).filter(one -> !one.internal()).isPresent())
        .findFirst();
  }

  private List<Request> everywhere(ContainerEndpoint next) {
    Network network = store.find(next.network()).orElseThrow();
    int link = Joining.indexOnWire(id, Joining.number(next)); // at a bridge, the gateway tells
    return drivers.of(network).gateways(network).stream()
        .map(gateway -> Routes.addToEverywhere(gateway, link))
        .toList();
  }
}
