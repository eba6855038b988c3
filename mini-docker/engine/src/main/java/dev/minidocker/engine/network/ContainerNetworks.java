package dev.minidocker.engine.network;

import dev.minidocker.labs.net.NetMechanism;
import dev.minidocker.labs.networking.PublishedPort;
import dev.minidocker.labs.networking.ipam.IpamException;
import dev.minidocker.linux.Errno;
import dev.minidocker.linux.ErrnoException;
import dev.minidocker.linux.proc.ProcessIdentity;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Gives containers what they ask of networks, and takes it back when they have ended. */
public final class ContainerNetworks {
  private final NetworkStore store;
  private final Networks networks;
  private final Path containers;
  private final boolean rootless;

  /**
   * @param root the state directory
   * @param rootless whether it is that of an ordinary user
   */
  public ContainerNetworks(Path root, boolean rootless) {
    this.rootless = rootless;
    this.store = new NetworkStore(root);
    this.networks = new Networks(root, rootless);
    this.containers = root.resolve("containers");
  }

  /** Those that there are. */
  public Networks networks() {
    return networks;
  }

  /**
   * Gives a new container what it asks for.
   *
   * @throws NetworkException if it cannot be had; nothing is left of it then
   */
  public Connection connect(NetworkRequest request, NetworkClient client) {
    if (client.other().isPresent()) {
      requireNothingOfItsOwn(request);
      return sharing(new JoinedNetwork(client.other().get(), client.rootless()));
    }
    Optional<NetworkMode> mode = withoutBridge(request);
    if (mode.isPresent()) {
      return Connection.of(mode.get());
    }
    HostNetwork host = networks.host();
    boolean done = false;
    try (HostBridges bridges = host.bridges()) {
      Map<EndpointRequest, Network> joined =
          each(request, name -> networks.provided(name, bridges));
      Connection connection =
          new Connector(store, host, bridges, request, client, containers.resolve(client.id()))
              .connect(joined);
      done = true;
      return connection;
    } catch (IpamException e) {
      throw new NetworkException(e.getMessage(), e);
    } finally {
      if (!done) {
        host.close();
      }
    }
  }

  private static void requireNothingOfItsOwn(NetworkRequest request) {
    requireNoBridge(request, "it has all that the other container's network has, and no more");
  }

  private static Connection sharing(JoinedNetwork network) {
    try {
      return Connection.sharing(network);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /** What {@link #connect} would make of it, as far as that is known; nothing is made. */
  public NetworkMode plan(NetworkRequest request, NetworkClient client) {
    if (client.other().isPresent()) {
      requireNothingOfItsOwn(request);
      try (JoinedNetwork network = new JoinedNetwork(client.other().get(), client.rootless())) {
        return network.shown();
      }
    }
    return withoutBridge(request).orElseGet(() -> foreseen(request, client));
  }

  private NetworkMode foreseen(NetworkRequest request, NetworkClient client) {
    try (HostBridges bridges = rootless ? HostBridges.foreseen() : HostBridges.here()) {
      Joining joining =
          new Joining(
              store, new NetworkDrivers(store, bridges), client, !request.ports().isEmpty());
      each(request, name -> networks.foreseen(name, bridges))
          .forEach((endpoint, network) -> joining.foresee(network, endpoint));
      return joining.mode(rootless ? Optional.of(NamespacePaths.FORESEEN) : Optional.empty());
    } catch (IpamException e) {
      throw new NetworkException(e.getMessage(), e);
    }
  }

  /** The networks that are asked for, each once, by what is asked there. */
  private static Map<EndpointRequest, Network> each(
      NetworkRequest request, Function<String, Network> find) {
    List<EndpointRequest> endpoints =
        request.endpoints().isEmpty()
            ? List.of(EndpointRequest.in(Network.DEFAULT))
            : request.endpoints();
    Map<EndpointRequest, Network> networks = new LinkedHashMap<>();
    for (EndpointRequest endpoint : endpoints) {
      Network network = find.apply(endpoint.network());
      if (networks.values().stream().anyMatch(other -> other.name().equals(network.name()))) {
        throw new NetworkException(
            "--network "
                + endpoint.network()
                + ": it is network "
                + network.name()
                + ", which is asked for already. Leave one of the two out");
      }
      networks.put(endpoint, network);
    }
    return networks;
  }

  /** The mode that is asked for, if it is one without a bridge. */
  private static Optional<NetworkMode> withoutBridge(NetworkRequest request) {
    boolean bridge = request.needsBridge();
    if (request.endpoints().isEmpty() && !bridge) {
      return Optional.of(NetworkMode.NONE);
    } else if (request.isOnly(NetworkRequest.HOST)) {
      requireNoBridge(request, "what listens in it listens at the host's addresses already");
      return Optional.of(NetworkMode.HOST);
    } else if (request.isOnly(NetworkRequest.NONE)) {
      requireNoBridge(request, "nobody can reach it");
      return Optional.of(NetworkMode.NONE);
    }
    for (String mode : List.of(NetworkRequest.HOST, NetworkRequest.NONE)) {
      if (request.networks().contains(mode)) {
        throw new NetworkException(
            "--network " + mode + " stands alone: leave the other networks out, or it");
      }
    }
    return Optional.empty();
  }

  private static void requireNoBridge(NetworkRequest request, String why) {
    if (request.needsBridge()) {
      throw new NetworkException(
          "--network "
              + request.networks().get(0)
              + " goes without -p, --ip, --mac-address and --network-alias: "
              + why);
    }
  }

  /**
   * Gives back what a container has of networks and ports; does nothing if it has nothing.
   *
   * @param dead whether the process that ran it was killed, so that others may have its ports by
   *     now
   */
  public void release(String container, boolean dead) {
    Path directory = containers.resolve(container);
    if (!ConnectionRecord.of(directory).equals(ConnectionRecord.NONE)) {
      ConnectionRecord.locked(directory, () -> release(directory, dead));
    } else if (dead) { // perhaps it was killed between taking an address and noting that
      store.giveBackAll(container);
    }
  }

  private ConnectionRecord release(Path directory, boolean dead) {
    ConnectionRecord record = ConnectionRecord.of(directory);
    List<PublishedPort> ports = record.ports();
    if (!ports.isEmpty() && !rootless) { // no rule leads to those of an ordinary user
      try (HostBridges bridges = HostBridges.here()) {
        bridges.withdraw(dead ? bridges.inForce(ports) : ports);
      }
    }
    store.giveBack(record.endpoints(), directory.getFileName().toString());
    ConnectionRecord.NONE.write(directory);
    return record;
  }

  /**
   * Connects a container that runs to one more network.
   *
   * @param request which, and what it asks for there
   * @param process in its network namespace
   * @throws NetworkException if it cannot be had, or it is there already; nothing is left of it
   */
  public void join(
      EndpointRequest request, NetworkClient client, ProcessIdentity process, NetMechanism lab) {
    change(
        client.id(),
        process,
        (member, bridges) ->
            member.join(networks.provided(request.network(), bridges), request, client, lab));
  }

  /**
   * Takes a container that runs out of a network.
   *
   * @param process in its network namespace
   * @throws NetworkException if it is not there
   */
  public void leave(String reference, String container, ProcessIdentity process) {
    change(container, process, (member, bridges) -> member.leave(networks.find(reference)));
  }

  private void change(
      String container, ProcessIdentity process, BiConsumer<RunningMember, HostBridges> what) {
    Path directory = containers.resolve(container);
    try (HostNetwork host = networks.host();
        HostBridges bridges = host.bridges()) {
      host.requireInReach(process);
      ConnectionRecord.locked(
          directory,
          () -> {
            what.accept(new RunningMember(store, host, bridges, directory, process), bridges);
            return directory;
          });
    } catch (IpamException e) {
      throw new NetworkException(e.getMessage(), e);
    } catch (ErrnoException e) {
      if (e.errno() != Errno.ENOENT || process.isAlive()) {
        throw e;
      }
      throw new NetworkException("it has just ended", e); // and its directory is gone
    }
  }
}
