package dev.minidocker.engine.network;

import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.networking.PublishedPort;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Connects one new container: addresses first, then ports, and at last the rules for them. */
final class Connector {
  private static final int ATTEMPTS = 20;
  private static final int PAUSE_MILLIS = 50;

  private final NetworkStore store;
  private final HostNetwork host;
  private final HostBridges bridges;
  private final NetworkDrivers drivers;
  private final NetworkRequest request;
  private final NetworkClient client;
  private final Path directory;
  private final Joining joining;

  private final List<PublishedPort> published = new ArrayList<>();
  private final List<HeldPort> held = new ArrayList<>();

  /**
   * @param directory of the container
   */
  Connector(
      NetworkStore store,
      HostNetwork host,
      HostBridges bridges,
      NetworkRequest request,
      NetworkClient client,
      Path directory) {
    this.store = store;
    this.host = host;
    this.bridges = bridges;
    this.drivers = new NetworkDrivers(store, bridges);
    this.request = request;
    this.client = client;
    this.directory = directory;
    this.joining = new Joining(store, drivers, client, !request.ports().isEmpty());
  }

  /**
   * Connects it.
   *
   * @param networks which, by what is asked there
   */
  Connection connect(Map<EndpointRequest, Network> networks) {
    boolean done = false;
    try {
      networks.forEach((endpoint, network) -> joining.join(network, endpoint));
      request.ports().forEach(this::hold);
      ConnectionRecord record = new ConnectionRecord(joining.noted(), published);
      record.write(directory); // before rules, so that whoever finds it dead knows of them
      publish();
      List<String> warnings = new ArrayList<>(joining.warnings());
      unreached(joining.networks()).ifPresent(warnings::add);
      bridges.leadOn(published).ifPresent(warnings::add);
      done = true;
      return new Connection(
          joining.mode(host.entrance()),
          record,
          held,
          joining.memberships(),
          new ContainerNames(store, directory, joining::elsewhere),
          host,
          warnings);
    } finally {
      if (!done) {
        undo();
      }
    }
  }

  /** What is said of networks whose packets do not leave. */
  private Optional<String> unreached(List<Network> networks) {
    return networks.stream()
        .filter(network -> !network.internal())
        .findFirst()
        .flatMap(
            network ->
                host.leadOutside()
                    .map(
                        why ->
                            "network "
                                + network.name()
                                + ": its containers reach one another, and nobody else: "
                                + why));
  }

  private void undo() {
    joining.undo();
    ConnectionRecord.NONE.write(directory);
    held.forEach(HeldPort::close);
  }

  /** Takes a port of the host, for each version of IP that both ends have. */
  private void hold(PortRequest port) {
    Optional<InetAddress> asked = port.hostAddress();
    List<InetAddress> targets =
        joining.noted().get(published(port)).addresses().stream()
            .map(IpPrefix::address)
            .filter(
                target ->
                    asked.isEmpty()
                        || asked.get() instanceof Inet4Address == target instanceof Inet4Address)
            .toList();
    if (targets.isEmpty()) {
      throw new NetworkException(
          "-p: the container has no address to which "
              + asked.map(InetAddress::getHostAddress).orElse("")
              + " could lead; network create --ipv6 makes a network with both versions");
    }
    HeldPort taken = HeldPort.take(port, targets.get(0), host);
    held.add(taken);
    for (InetAddress target : targets) {
      published.add(
          new PublishedPort(asked, taken.port(), target, port.containerPort(), port.protocol()));
    }
  }

  /** In which of its networks a port of the host leads to it: the first with a bridge. */
  private int published(PortRequest port) {
    for (int i = 0; i < joining.networks().size(); i++) {
      if (!drivers.of(joining.networks().get(i)).isOnWire()) {
        return i;
      }
    }
    throw new NetworkException(
        "-p "
            + port.containerPort()
            + ": network "
            + joining.networks().get(0).name()
            + " has driver "
            + joining.networks().get(0).driver()
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
