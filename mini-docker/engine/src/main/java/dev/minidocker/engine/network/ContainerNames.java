package dev.minidocker.engine.network;

import dev.minidocker.labs.networking.dns.NameTable;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The names in the networks of one container, as the files of all containers have them now. */
final class ContainerNames implements NameTable {
  private final List<Network> networks;
  private final Function<Network, AddressLeases> leases;
  private final Path containers;

  /**
   * @param networks those that the container is in
   * @param leases who has which address
   * @param containers where the directories of containers are
   */
  ContainerNames(List<Network> networks, Function<Network, AddressLeases> leases, Path containers) {
    this.networks = List.copyOf(networks);
    this.leases = leases;
    this.containers = containers;
  }

  @Override
  public List<InetAddress> addresses(String name) {
    List<InetAddress> found = new ArrayList<>();
    for (Network network : networks) {
      String suffix = "." + network.name().toLowerCase(Locale.ROOT);
      String plain =
          name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
      Set<String> ids = new LinkedHashSet<>(leases.apply(network).all().values());
      for (String id : ids) {
        endpoint(id, network)
            .filter(endpoint -> endpoint.names().stream().anyMatch(plain::equalsIgnoreCase))
            .ifPresent(endpoint -> endpoint.addresses().forEach(one -> found.add(one.address())));
      }
    }
    return found;
  }

  @Override
  public Optional<String> name(InetAddress address) {
    for (Network network : networks) {
      Map<InetAddress, String> members = leases.apply(network).all();
      Optional<String> name =
          Optional.ofNullable(members.get(address))
              .flatMap(id -> endpoint(id, network))
              .flatMap(endpoint -> endpoint.names().stream().findFirst())
              .map(first -> first + "." + network.name());
      if (name.isPresent()) {
        return name;
      }
    }
    return Optional.empty();
  }

  private Optional<ContainerEndpoint> endpoint(String id, Network network) {
    return ConnectionRecord.of(containers.resolve(id)).endpoints().stream()
        .filter(endpoint -> endpoint.network().equals(network.name()))
        .findFirst();
  }
}
