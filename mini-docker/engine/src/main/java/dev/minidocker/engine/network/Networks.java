package dev.minidocker.engine.network;

import dev.minidocker.labs.net.IpPrefix;
import dev.minidocker.labs.net.NewLink;
import dev.minidocker.labs.networking.ipam.AddressPool;
import dev.minidocker.labs.networking.ipam.IpamException;
import dev.minidocker.labs.networking.ipam.SubnetPool;
import dev.minidocker.linux.Fd;
import dev.minidocker.linux.Kernel;
import dev.minidocker.linux.Syscall;
import dev.minidocker.linux.proc.ProcessIdentity;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The networks of a state directory, and which containers are in them. */
public final class Networks {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");
  private static final int ID_BYTES = 32;
  private static final int LINK_ID_DIGITS = 12;
  private static final int SHORT_ID = 12;
  private static final String DEFAULT_BRIDGE = "md0";

  private final NetworkStore store;
  private final Path containers;

  /**
   * @param root the state directory
   */
  public Networks(Path root) {
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
    return NAME.matcher(reference).matches() && store.find(reference).isPresent()
        ? store.find(reference).get()
        : byId(reference);
  }

  private Network byId(String reference) {
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
   * Makes a network; its bridge is made when the first container comes.
   *
   * @throws NetworkException if the name is taken or none, or a subnet overlaps another or a route
   */
  public Network create(NetworkSpec spec) {
    if (!NAME.matcher(spec.name()).matches()) {
      throw new NetworkException(
          "\""
              + spec.name()
              + "\" cannot be a network's name: letters, digits and _ . - are allowed, and the first"
              + " is a letter or digit");
    } else if (List.of(NetworkRequest.NONE, NetworkRequest.HOST, "container", "default")
        .contains(spec.name())) {
      throw new NetworkException(
          "\"" + spec.name() + "\" means something else to --network. Choose another name");
    }
    spec.bridge().ifPresent(Networks::requireLinkName);
    try (HostBridges bridges = new HostBridges()) {
      return store.locked(() -> add(spec, bridges));
    }
  }

  private static void requireLinkName(String bridge) {
    try {
      NewLink.named(bridge);
    } catch (IllegalArgumentException e) {
      throw new NetworkException("the bridge: " + e.getMessage(), e);
    }
  }

  private Network add(NetworkSpec spec, HostBridges bridges) {
    Network network = describe(spec, bridges);
    if (!store.add(network)) {
      throw new NetworkException(
          "there is a network \""
              + spec.name()
              + "\" already. Choose another name, or remove that");
    }
    return network;
  }

  private Network describe(NetworkSpec spec, HostBridges bridges) {
    List<Network> others = store.list();
    List<IpPrefix> routes = bridges.routes();
    List<AddressPool> pools = new ArrayList<>(spec.pools());
    pools.forEach(pool -> requireFree(pool.subnet(), others, routes));
    if (pools.stream().noneMatch(pool -> pool.subnet().address() instanceof Inet4Address)) {
      List<IpPrefix> used = new ArrayList<>(routes);
      others.forEach(network -> used.addAll(network.subnets()));
      pools.add(0, pool(SubnetPool.next(used)));
    }
    if (spec.version6() && pools.size() < 2) {
      pools.add(pool(SubnetPool.uniqueLocal(new BigInteger(1, random()))));
    }
    String id = HexFormat.of().formatHex(random());
    return new Network(
        id,
        spec.name(),
        pools,
        spec.internal(),
        spec.bridge().orElseGet(() -> bridgeName(spec.name(), id, bridges)),
        spec.labels(),
        System.currentTimeMillis());
  }

  private static AddressPool pool(IpPrefix subnet) {
    return AddressPool.of(subnet, Optional.empty(), Optional.empty());
  }

  private static void requireFree(IpPrefix subnet, List<Network> others, List<IpPrefix> routes) {
    for (Network other : others) {
      if (other.subnets().stream().anyMatch(used -> SubnetPool.overlap(subnet, used))) {
        throw new NetworkException(
            "subnet "
                + subnet
                + " overlaps "
                + other.subnets()
                + " of network "
                + other.name()
                + ". Choose another, or remove that network");
      }
    }
    for (IpPrefix route : routes) {
      if (SubnetPool.overlap(subnet, route)) {
        throw new NetworkException(
            "subnet "
                + subnet
                + " overlaps "
                + route
                + ", to which this host has a route already. Choose another");
      }
    }
  }

  /** The usual name, where it is free, as another state directory may have a network too. */
  private static String bridgeName(String network, String id, HostBridges bridges) {
    return network.equals(Network.DEFAULT) && bridges.find(DEFAULT_BRIDGE).isEmpty()
        ? DEFAULT_BRIDGE
        : "md-" + id.substring(0, LINK_ID_DIGITS);
  }

  private static byte[] random() {
    byte[] random = new byte[ID_BYTES];
    Kernel.call(Syscall.GETRANDOM, random, random.length, 0);
    return random;
  }

  /** Which addresses containers have in a network, and the containers' ids. */
  public Map<InetAddress, String> members(Network network) {
    AddressLeases leases = store.leases(network);
    Map<InetAddress, String> members = new TreeMap<>(AddressLeases.IN_ORDER);
    leases
        .all()
        .forEach(
            (address, id) -> {
              if (Files.isDirectory(containers.resolve(id))) {
                members.put(address, id);
              } else {
                leases.giveBack(address, id); // it was killed between taking and noting it
              }
            });
    return members;
  }

  /** What a container has of networks and ports; nothing if it does not run. */
  public Connections connections(String container) {
    return Connections.of(containers.resolve(container));
  }

  /** The endpoints of a network, by the ids of their containers. */
  public Map<String, ContainerEndpoint> endpoints(Network network) {
    Map<String, ContainerEndpoint> endpoints = new LinkedHashMap<>();
    for (String id : members(network).values()) {
      Connections.of(containers.resolve(id)).endpoints().stream()
          .filter(endpoint -> endpoint.network().equals(network.name()))
          .forEach(endpoint -> endpoints.put(id, endpoint));
    }
    return endpoints;
  }

  /**
   * Removes all networks that have no container, but the default one.
   *
   * @return their names
   */
  public List<String> prune() {
    List<String> removed = new ArrayList<>();
    try (HostBridges bridges = new HostBridges()) {
      for (Network network : store.list()) {
        boolean unused =
            store.locked(
                () -> {
                  boolean empty = network.hasNames() && members(network).isEmpty();
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

  private void remove(Network network, HostBridges bridges) {
    bridges.unmake(network);
    store.remove(network);
  }

  /**
   * Removes a network with its bridge and rules.
   *
   * @throws NetworkException if there is none, or a container is in it
   */
  public void remove(String reference) {
    try (HostBridges bridges = new HostBridges()) {
      store.locked(
          () -> {
            Network network = find(reference);
            requireUnused(network);
            remove(network, bridges);
            return network;
          });
    }
  }

  private void requireUnused(Network network) {
    List<String> users =
        members(network).values().stream().distinct().map(id -> id.substring(0, SHORT_ID)).toList();
    if (!users.isEmpty()) {
      throw new NetworkException(
          "network "
              + network.name()
              + " is in use by "
              + String.join(", ", users)
              + ". End these containers first");
    }
  }

  /**
   * Gives a new container what it asks for.
   *
   * @throws NetworkException if it cannot be had; nothing is left of it then
   */
  public Connection connect(NetworkRequest request, NetworkClient client) {
    Optional<NetworkMode> mode = withoutBridge(request, client);
    if (client.other().isPresent()) {
      return sharing(client.other().get());
    } else if (mode.isPresent()) {
      return Connection.of(mode.get());
    }
    try (HostBridges bridges = new HostBridges()) {
      List<Network> networks =
          names(request).stream().map(name -> provided(name, bridges)).toList();
      return new Connector(store, bridges, request, client, containers.resolve(client.id()))
          .connect(networks);
    } catch (IpamException e) {
      throw new NetworkException(e.getMessage(), e);
    }
  }

  private static Connection sharing(ProcessIdentity other) {
    Fd namespace = Fd.open("/proc/" + other.pid() + "/ns/net", 0, 0);
    if (!other.isAlive()) { // and who has its number now, by chance, is somebody else
      namespace.close();
      throw new NetworkException("the container whose network was to be shared has just ended");
    }
    return Connection.sharing(namespace);
  }

  /** What {@link #connect} would make of it, as far as that is known; nothing is made. */
  public NetworkMode plan(NetworkRequest request, NetworkClient client) {
    return withoutBridge(request, client)
        .orElseGet(
            () -> {
              try (HostBridges bridges = new HostBridges()) {
                List<Network> networks =
                    names(request).stream().map(name -> foreseen(name, bridges)).toList();
                return new Connector(store, bridges, request, client, containers).plan(networks);
              }
            });
  }

  private static List<String> names(NetworkRequest request) {
    return request.networks().isEmpty() ? List.of(Network.DEFAULT) : request.networks();
  }

  /** The mode that is asked for, if it is one without a bridge. */
  private static Optional<NetworkMode> withoutBridge(NetworkRequest request, NetworkClient client) {
    boolean bridge = request.needsBridge();
    if (request.networks().isEmpty() && !bridge) {
      return Optional.of(NetworkMode.NONE);
    } else if (client.other().isPresent()) {
      requireNoBridge(request, "it has all that the other container's network has, and no more");
      requireRoot(client, NetworkRequest.CONTAINER + "NAME");
      return Optional.of(new NetworkMode.Shared("/proc/" + client.other().get().pid() + "/ns/net"));
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
    requireRoot(client, String.join(" and ", names(request)));
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

  private static void requireRoot(NetworkClient client, String what) {
    if (client.rootless()) {
      throw new NetworkException(
          "--network "
              + what
              + ": an ordinary user may change nothing of the host's network. Run it as root, or use"
              + " --network none or host");
    }
  }

  /** The default network is made when it is first needed. */
  private Network provided(String name, HostBridges bridges) {
    if (!name.equals(Network.DEFAULT) || store.find(name).isPresent()) {
      return find(name);
    }
    return store.locked(
        () -> store.find(name).orElseGet(() -> add(NetworkSpec.named(name), bridges)));
  }

  /** The same without making it. */
  private Network foreseen(String name, HostBridges bridges) {
    return name.equals(Network.DEFAULT) && store.find(name).isEmpty()
        ? describe(NetworkSpec.named(name), bridges)
        : find(name);
  }

  /**
   * Gives back what a container has of networks and ports; does nothing if it has nothing.
   *
   * @param dead whether the process that ran it was killed, so that others may have its ports by
   *     now
   */
  public void release(String container, boolean dead) {
    Path directory = containers.resolve(container);
    Connections connections = Connections.of(directory);
    if (connections.equals(Connections.NONE)) {
      return;
    }
    if (!connections.ports().isEmpty()) {
      try (HostBridges bridges = new HostBridges()) {
        bridges.withdraw(dead ? bridges.inForce(connections.ports()) : connections.ports());
      }
    }
    for (ContainerEndpoint endpoint : connections.endpoints()) {
      store
          .find(endpoint.network())
          .map(store::leases)
          .ifPresent(
              leases ->
                  endpoint.addresses().stream()
                      .map(IpPrefix::address)
                      .forEach(address -> leases.giveBack(address, container)));
    }
    Connections.NONE.write(directory);
  }
}
