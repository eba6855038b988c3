package dev.minidocker.engine.network;

import dev.minidocker.engine.naming.Ids;
import dev.minidocker.engine.naming.Names;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The networks of a state directory, and which containers are in them. */
public final class Networks {
  private final NetworkStore store;
  private final Path containers;
  private final Path root;
  private final boolean rootless;

  /**
   * @param root the state directory
   * @param rootless whether they are those of an ordinary user, in a namespace that plays the host
   */
  public Networks(Path root, boolean rootless) {
    this.root = root;
    this.rootless = rootless;
    this.store = new NetworkStore(root);
    this.containers = root.resolve("containers");
  }

  /** All networks, in order of their names. */
  public List<Network> list() {
    return store.list();
  }

  /**
   * A network by its name, its id, or the beginning of only one id.
   *
   * @throws NetworkException if there is none
   */
  public Network find(String reference) {
    Optional<Network> named = Names.allowed(reference) ? store.find(reference) : Optional.empty();
    return named.orElseGet(() -> byId(reference));
  }

  private void requireWhole(String name) {
    if (Names.allowed(name) && store.isDamaged(name)) {
      throw new NetworkException(damage(name));
    }
  }

  private static String damage(String name) {
    return "the description of network \""
        + name
        + "\" is damaged; mini-docker network rm "
        + name
        + " removes it, and it can be made anew";
  }

  /** What is wrong with networks that cannot be used, a line each. */
  public List<String> warnings() {
    return store.damaged().stream().map(Networks::damage).toList();
  }

  /** Whether there is one of this name, whole or damaged, or whose id begins so. */
  public boolean isThere(String reference) {
    boolean named =
        Names.allowed(reference)
            && (store.find(reference).isPresent() || store.isDamaged(reference));
    return named || store.list().stream().anyMatch(one -> one.id().startsWith(reference));
  }

  private Network byId(String reference) {
    requireWhole(reference);
    List<Network> found =
        store.list().stream()
            .filter(network -> !reference.isEmpty() && network.id().startsWith(reference))
            .toList();
    if (found.size() > 1) {
      throw new NetworkException(
          "\"" + reference + "\" begins the ids of " + found.size() + " networks; give more of it");
    }
    return found.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new NetworkException(
                    "there is no network \""
                        + reference
                        + "\". mini-docker network ls lists them, and network create makes one"));
  }

  /**
   * Makes a network; what of it is at the host is made when the first container comes.
   *
   * @throws NetworkException if the name is taken or none, a subnet overlaps another or a route, or
   *     its driver cannot have it
   */
  public Network create(NetworkSpec spec) {
    try (HostNetwork host = host();
        HostBridges bridges = host.bridges()) {
      return store.locked(() -> add(spec, bridges));
    }
  }

  /** Where their bridges are; the caller closes it. */
  HostNetwork host() {
    return HostNetwork.open(root, rootless);
  }

  private Network add(NetworkSpec spec, HostBridges bridges) {
    requireWhole(spec.name());
    if (Names.allowed(spec.name()) && store.find(spec.name()).isPresent()) {
      throw new NetworkException(
          "there is a network \""
              + spec.name()
              + "\" already. Choose another name, or remove that");
    }
    NetworkPlanner planner = new NetworkPlanner(store.list(), new NetworkDrivers(store, bridges));
    NetworkPlanner.Plan plan = planner.plan(spec);
    while (!plan.driver().announce(plan.network(), plan.known())) {
      plan = planner.plan(spec); // another host was faster
    }
    store.add(plan.network()); // nobody else does, under the lock
    return plan.network();
  }

  /** Which addresses containers have in a network, and the containers' ids. */
  public Map<InetAddress, String> members(Network network) {
    return store.leases(network).living();
  }

  /** What a container has of networks and ports; nothing if it does not run. */
  public ConnectionRecord connections(String container) {
    return ConnectionRecord.of(containers.resolve(container));
  }

  /** The endpoints of a network, by the ids of their containers. */
  public Map<String, ContainerEndpoint> endpoints(Network network) {
    Map<String, ContainerEndpoint> endpoints = new LinkedHashMap<>();
    for (String id : members(network).values()) {
      ConnectionRecord.of(containers.resolve(id)).endpoints().stream()
          .filter(endpoint -> endpoint.network().equals(network.name()))
          .forEach(endpoint -> endpoints.put(id, endpoint));
    }
    return endpoints;
  }

  /**
   * Removes all networks that have no container, but the default one and those of other hosts too.
   *
   * @return their names
   */
  public List<String> prune() {
    List<String> removed = new ArrayList<>();
    try (HostNetwork host = host();
        HostBridges bridges = host.bridges()) {
      for (Network network : store.list()) {
        boolean unused =
            store.locked(
                () -> {
                  boolean empty = isRemovable(network) && members(network).isEmpty();
                  if (empty) {
                    remove(network, bridges);
                  }
                  return empty;
                });
        if (unused) {
          removed.add(network.name());
        }
      }
    }
    return removed;
  }

  /** Other hosts may be about to use a network that they share. */
  private static boolean isRemovable(Network network) {
    return network.hasNames() && !network.isShared();
  }

  private void remove(Network network, HostBridges bridges) {
    new NetworkDrivers(store, bridges).of(network).unmake(network);
    store.remove(network.name());
  }

  /**
   * Removes a network with what of it is at the host.
   *
   * @throws NetworkException if there is none, or a container is in it
   */
  public void remove(String reference) {
    try (HostNetwork host = host();
        HostBridges bridges = host.bridges()) {
      store.locked(
          () -> {
            if (Names.allowed(reference) && store.isDamaged(reference)) {
              store.remove(reference); // with its bridge, if any, nobody knows which
              return reference;
            }
            Network network = find(reference);
            requireUnused(network);
            remove(network, bridges);
            return reference;
          });
    }
  }

  private void requireUnused(Network network) {
    List<String> users = members(network).values().stream().distinct().map(Ids::shortened).toList();
    if (!users.isEmpty()) {
      throw new NetworkException(
          "network "
              + network.name()
              + " is in use by "
              + String.join(", ", users)
              + ". End these containers first");
    }
  }

  /** The default network is made when it is first needed. */
  Network provided(String name, HostBridges bridges) {
    if (!name.equals(Network.DEFAULT) || store.find(name).isPresent()) {
      return find(name);
    }
    return store.locked(
        () -> store.find(name).orElseGet(() -> add(NetworkSpec.named(name), bridges)));
  }

  /** The same without making it. */
  Network foreseen(String name, HostBridges bridges) {
    return name.equals(Network.DEFAULT) && store.find(name).isEmpty()
        ? new NetworkPlanner(store.list(), new NetworkDrivers(store, bridges))
            .plan(NetworkSpec.named(name))
            .network()
        : find(name);
  }
}
