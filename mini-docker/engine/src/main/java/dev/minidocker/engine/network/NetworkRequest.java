package dev.minidocker.engine.network;

import java.util.List;
import java.util.Optional;

/**
 * What somebody asks of a container's network, in docker's terms; what is not asked is empty.
 *
 * @param endpoints one for each network, or one of the modes {@link #NONE}, {@link #HOST} and
 *     {@link #CONTAINER} with the name of one
 * @param ports where the host leads to it
 * @param publishAll whether it does so for all ports that are exposed, too
 * @param exposed the ports at which it serves, beside those that its image names
 * @param resolver how it looks names up
 * @param hosts lines of its hosts(5)
 */
public record NetworkRequest(
    List<EndpointRequest> endpoints,
    List<PortRequest> ports,
    boolean publishAll,
    List<PortRequest> exposed,
    ResolverRequest resolver,
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
      new NetworkRequest(List.of(), List.of(), false, List.of(), ResolverRequest.ANY, List.of());

  public NetworkRequest {
    endpoints = List.copyOf(endpoints);
    ports = List.copyOf(ports);
    exposed = List.copyOf(exposed);
    hosts = List.copyOf(hosts);
  }

  /** One network, or a mode, of which nothing else is asked. */
  public static NetworkRequest in(String network) {
    return asking(Optional.of(network), List.of());
  }

  /** For a container that only asks others, and is not asked. */
  public static NetworkRequest asking(Optional<String> network, List<KnownHost> hosts) {
    return new NetworkRequest(
        network.map(EndpointRequest::in).stream().toList(),
        ANY.ports,
        ANY.publishAll,
        ANY.exposed,
        ANY.resolver,
        hosts);
  }

  /** The same in this network, unless it says itself in which, or asks for a bridge. */
  public NetworkRequest byDefault(Optional<String> network) {
    return endpoints.isEmpty() && !needsBridge() && network.isPresent()
        ? new NetworkRequest(
            List.of(EndpointRequest.in(network.get())), ports, publishAll, exposed, resolver, hosts)
        : this;
  }

  /** The same with these ports, and no others. */
  public NetworkRequest publishing(List<PortRequest> others) {
    return new NetworkRequest(endpoints, others, false, exposed, resolver, hosts);
  }

  /** The names of the networks, or the mode. */
  public List<String> networks() {
    return endpoints.stream().map(EndpointRequest::network).toList();
  }

  /** Whether it is the only mode that is asked for. */
  boolean isOnly(String mode) {
    return networks().equals(List.of(mode));
  }

  /** Whose network namespace is asked for, if that is what is asked. */
  public Optional<String> otherContainer() {
    return endpoints.size() == 1 && networks().get(0).startsWith(CONTAINER)
        ? Optional.of(networks().get(0).substring(CONTAINER.length()))
        : Optional.empty();
  }

  /** Whether something is asked that only makes sense at a bridge. */
  boolean needsBridge() {
    return endpoints.stream().anyMatch(EndpointRequest::isParticular)
        || !ports.isEmpty()
        || publishAll;
  }
}
