package dev.minidocker.engine.network;

import dev.minidocker.labs.net.HardwareAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What somebody asks of a container's network, in docker's terms; what is not asked is empty.
 *
 * @param networks the names of networks, or one of the modes {@link #NONE}, {@link #HOST} and
 *     {@link #CONTAINER} with the name of one
 * @param address of IPv4, in the first of the networks
 * @param address6 of IPv6
 * @param hardware the address of its link there
 * @param aliases by which others find it beside its name
 * @param ports where the host leads to it
 * @param publishAll whether it does so for all ports that the image names, too
 * @param nameServers whom to ask for names, in place of those that the host asks
 * @param search domains in which names without a dot are looked up
 * @param resolverOptions of resolv.conf(5)
 * @param hosts lines of its hosts(5)
 */
public record NetworkRequest(
    List<String> networks,
    Optional<InetAddress> address,
    Optional<InetAddress> address6,
    Optional<HardwareAddress> hardware,
    List<String> aliases,
    List<PortRequest> ports,
    boolean publishAll,
    List<String> nameServers,
    List<String> search,
    List<String> resolverOptions,
    List<KnownHost> hosts) {
  public static final String NONE = "none";
  public static final String HOST = "host";
  public static final String CONTAINER = "container:";

  /**
   * A name that a container knows without asking.
   *
   * @param address one, or {@link #GATEWAY}
   */
  public record KnownHost(String name, String address) {
    /** In place of an address: the host's, as the container finds it. */
    public static final String GATEWAY = "host-gateway";
  }

  /** Nothing in particular. */
  public static final NetworkRequest ANY =
      new NetworkRequest(
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          false,
          List.of(),
          List.of(),
          List.of(),
          List.of());

  public NetworkRequest {
    networks = List.copyOf(networks);
    aliases = List.copyOf(aliases);
    ports = List.copyOf(ports);
    nameServers = List.copyOf(nameServers);
    search = List.copyOf(search);
    resolverOptions = List.copyOf(resolverOptions);
    hosts = List.copyOf(hosts);
  }

  /** One network, or a mode, of which nothing else is asked. */
  public static NetworkRequest in(String network) {
    return asking(Optional.of(network), List.of());
  }

  /** For a container that comes to one more network. */
  public static NetworkRequest member(
      Optional<InetAddress> address, Optional<InetAddress> address6, List<String> aliases) {
    return new NetworkRequest(
        ANY.networks,
        address,
        address6,
        ANY.hardware,
        aliases,
        ANY.ports,
        ANY.publishAll,
        ANY.nameServers,
        ANY.search,
        ANY.resolverOptions,
        ANY.hosts);
  }

  /** For a container that only asks others, and is not asked. */
  public static NetworkRequest asking(Optional<String> network, List<KnownHost> hosts) {
    return new NetworkRequest(
        network.stream().toList(),
        ANY.address,
        ANY.address6,
        ANY.hardware,
        ANY.aliases,
        ANY.ports,
        ANY.publishAll,
        ANY.nameServers,
        ANY.search,
        ANY.resolverOptions,
        hosts);
  }

  /** The same in this network, unless it says itself in which, or asks for a bridge. */
  public NetworkRequest byDefault(Optional<String> network) {
    return networks.isEmpty() && !needsBridge() && network.isPresent()
        ? new NetworkRequest(
            List.of(network.get()),
            address,
            address6,
            hardware,
            aliases,
            ports,
            publishAll,
            nameServers,
            search,
            resolverOptions,
            hosts)
        : this;
  }

  /** The same with these ports, and no others. */
  public NetworkRequest publishing(List<PortRequest> others) {
    return new NetworkRequest(
        networks,
        address,
        address6,
        hardware,
        aliases,
        others,
        false,
        nameServers,
        search,
        resolverOptions,
        hosts);
  }

  /** Whether it is the only mode that is asked for. */
  boolean isOnly(String mode) {
    return networks.equals(List.of(mode));
  }

  /** Whose network namespace is asked for, if that is what is asked. */
  public Optional<String> otherContainer() {
    return networks.size() == 1 && networks.get(0).startsWith(CONTAINER)
        ? Optional.of(networks.get(0).substring(CONTAINER.length()))
        : Optional.empty();
  }

  /** Whether something is asked that only makes sense at a bridge. */
  boolean needsBridge() {
    return address.isPresent()
        || address6.isPresent()
        || hardware.isPresent()
        || !aliases.isEmpty()
        || !ports.isEmpty()
        || publishAll;
  }
}
